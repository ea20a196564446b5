// store/model/token.hpp: who may call the admin API. Tokens are stored as SHA-256 only.
#pragma once

#include "store/model/ledger.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace model {

/// Each role may do all that the one before it may.
enum class Role : std::uint8_t {
    viewer,     ///< reads; addresses masked
    operator_,  ///< reads addresses whole, changes preferences and customers
    admin,      ///< tokens, erasure, settings
};
inline constexpr std::array<std::string_view, 3> role_names{"viewer", "operator", "admin"};
constexpr std::string_view name_of(Role role)
{
    return role_names[static_cast<std::size_t>(role)];
}
constexpr std::optional<Role> find_role(std::string_view name)
{
    for (std::size_t i = 0; i < role_names.size(); ++i) {
        if (role_names[i] == name) return static_cast<Role>(i);
    }
    return std::nullopt;
}

struct Token {
    std::string name;  ///< unique; becomes the actor of changes
    Role role = Role::viewer;
    std::string digest;  ///< SHA-256 of the secret, hex
    Time created{};
};

}  // namespace model
