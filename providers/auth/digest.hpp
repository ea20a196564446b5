// providers/auth/digest.hpp: SHA-256 and HMAC-SHA256 (FIPS 180-4, RFC 2104), by OpenSSL.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace providers::auth {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);

std::string_view bytes_of(Digest const& digest);
/// Lower-case.
std::string hex(std::span<unsigned char const> bytes);

/// In a time that tells nothing of where they differ.
bool same(std::string_view a, std::string_view b);

}  // namespace providers::auth
