#include "providers/auth/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace providers::auth {
namespace {

unsigned char const* unsigned_bytes(std::string_view bytes)
{
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

}  // namespace

Digest sha256(std::string_view bytes)
{
    Digest digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes)
{
    Digest digest{};
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), unsigned_bytes(bytes),
             bytes.size(), digest.data(), nullptr) == nullptr) {
        throw std::runtime_error("HMAC-SHA256 failed");
    }
    return digest;
}

std::string_view bytes_of(Digest const& digest)
{
    return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

std::string hex(std::span<unsigned char const> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (unsigned char const byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

bool same(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace providers::auth
