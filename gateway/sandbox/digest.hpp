// gateway/sandbox/digest.hpp: SHA-256, base64 and random ids, by OpenSSL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway::sandbox {

std::string sha256_hex(std::string_view bytes);
std::string base64(std::string_view bytes);
/// `bytes` random bytes as lower-case hex.
std::string random_hex(std::size_t bytes);

}  // namespace gateway::sandbox
