// providers/auth/secret.hpp: a key that is kept out of reach: in OpenSSL's secure heap, which is locked in memory where
// the system allows it, is left out of core dumps, and is wiped when it goes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace providers::auth {

/// Shared by its copies; never changes.
class Secret {
public:
    Secret() = default;
    /// Copies `bytes`; whoever holds them wipes them. Throws where the secure heap is full.
    explicit Secret(std::string_view bytes);

    std::string_view view() const { return {bytes_.get(), size_}; }
    bool empty() const { return size_ == 0; }

private:
    std::shared_ptr<char const> bytes_;
    std::size_t size_ = 0;
};

/// Overwrites what a text held, its unused room included, and empties it.
void wipe(std::string& text);

}  // namespace providers::auth
