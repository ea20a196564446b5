// store/address/calling_codes.hpp: which numbers are canonical at a glance.
// libphonenumber's own metadata, folded to eight bytes a calling code, so that the two never
// disagree.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace address {

/// What the main region of a calling code says about its national numbers.
struct CallingCode {
    std::uint8_t digits = 0;  ///< length of the code; 0: unknown or never at a glance
    std::uint16_t doubtful =
        0;  ///< bit d: a national number that starts with d may hide a national prefix
    std::uint32_t lengths = 0;  ///< bit n: n national digits are possible
};

/// The codes by their first three digits (calling codes are prefix-free, ITU-T E.164 Annex D).
using CallingCodes = std::array<CallingCode, 1000>;

/// Read from the library's metadata at the first call; any thread may ask.
CallingCodes const& calling_codes();

/// The first digits a national prefix may start with, as bits; none: the pattern is not plain
/// enough to tell. Patterns are regular expressions such as "0", "0|(183[12])",
/// "0(?:[12]|4[45])|1".
std::optional<std::uint16_t> first_digits(std::string_view pattern);

}  // namespace address
