// gateway/ids.hpp: ids of decisions: UUID version 7, in order of time on each thread (RFC 9562 §5.7, §6.2 method 1).
//
//   xxxxxxxx-xxxx-7xxx-yxxx-xxxxxxxxxxxx: 48 bits of milliseconds, 12 of a counter, 62 random
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gateway {

class Ids {
public:
    using Text = std::array<char, 36>;

    /// `seed` is random and differs from thread to thread.
    explicit Ids(std::uint64_t seed) : random_{seed} {}

    Text next(std::uint64_t unix_milliseconds);

private:
    std::uint64_t random_;
    std::uint64_t last_milliseconds_ = 0;
    std::uint32_t counter_ = 0;
};

inline std::string_view view(Ids::Text const& id)
{
    return {id.data(), id.size()};
}

}  // namespace gateway
