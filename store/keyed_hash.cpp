#include "store/keyed_hash.hpp"

#include <sodium.h>

#include <bit>
#include <type_traits>

namespace store {

KeyedHash::KeyedHash(std::array<std::uint8_t, 16> const& secret, Form form)
{
    static_assert(sizeof key_ == crypto_shorthash_siphashx24_KEYBYTES);
    auto const byte = static_cast<std::uint8_t>(form);
    crypto_shorthash_siphashx24(key_.data(), &byte, sizeof byte, secret.data());
}

KeyedHash::Words KeyedHash::operator()(std::string_view text) const noexcept
{
    std::array<std::uint8_t, crypto_shorthash_siphashx24_BYTES> hash;
    crypto_shorthash_siphashx24(hash.data(), reinterpret_cast<std::uint8_t const*>(text.data()),
                                text.size(), key_.data());
    auto words = std::bit_cast<Words>(hash);
    if (words[0] == 0) words[0] = 1;
    return words;
}

}  // namespace store
