// tests/histories/histories.hpp: random lives of three customers and three addresses. The n-th history has ids and
// addresses of its own, so that many share one store.
#pragma once

#include "store/model/ledger.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace histories {

/// What may happen in them.
struct Allowed {
    bool starts = true;
    bool label_consent = true;
    bool links = true;
    bool merges = true;
};

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}
    int below(int end) { return std::uniform_int_distribution{0, end - 1}(engine_); }
    bool one_in(int sides) { return below(sides) == 0; }
    template <class Items>
    auto const& one_of(Items const& items)
    {
        return items[static_cast<std::size_t>(below(static_cast<int>(std::size(items))))];
    }

private:
    std::mt19937_64 engine_;
};

/// Who lives in one history.
struct Cast {
    explicit Cast(std::uint64_t number);
    std::array<std::string, 3> customers;
    std::array<std::string, 3> addresses;  ///< two phones and a mail address
};

model::Change any_change(Dice& dice, Cast const& cast, Allowed const& allowed);

/// For whoever has to find out what went wrong.
std::string told(model::Change const& change);

}  // namespace histories
