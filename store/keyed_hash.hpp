// store/keyed_hash.hpp: what stands for an address or id that is not kept as text: SipHash-2-4 with 128 bits of output
// (https://doc.libsodium.org/hashing/short-input_hashing) under a key for each form, so that no text of one form is
// found as another's. Keyed with the store's own secret: who has not the file can't try addresses.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace store {

class KeyedHash {
public:
    enum class Form : std::uint8_t { address = 'a', customer = 'c', erased = 'e', shown = 's' };
    using Words = std::array<std::uint64_t, 2>;

    KeyedHash(std::array<std::uint8_t, 16> const& secret, Form form);

    /// Word 0 is never zero.
    Words operator()(std::string_view text) const noexcept;

private:
    std::array<std::uint8_t, 16> key_{};
};

}  // namespace store
