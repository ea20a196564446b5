// providers/wire/basic_auth.hpp: the "Basic" credentials of a call (RFC 7617 §2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wire {

struct Credentials {
    std::string user;
    std::string password;
};

/// None where the field is absent, of another scheme or malformed.
std::optional<Credentials> read_basic(std::string_view authorization);

/// Standard alphabet, padded (RFC 4648 §4).
std::string base64(std::string_view bytes);
/// None where it is not of that alphabet, or not padded.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace wire
