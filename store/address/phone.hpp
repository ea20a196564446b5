// store/address/phone.hpp: phone numbers in E.164 (ITU-T E.164 §6; RFC 3966 for tel: URIs).
#pragma once

#include "store/model/address.hpp"
#include "store/model/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace address {

/// How digits without "+" are meant.
enum class Bare {
    national,       ///< a number of the default region, if it can be one; else with a calling code
    international,  ///< with a calling code (WhatsApp ids), if it can be; else of the default
                    ///< region
    lost_plus,      ///< " 14155550100", an unescaped "+" in a form: with a calling code, if such a
                    ///< number is in use
};

/// Whether libphonenumber knows the country's numbers: "US", ISO 3166-1.
bool is_region(std::string_view code);

/// Whether a number is E.164 already, told from its digits alone; false also where that takes a
/// closer look.
bool is_canonical_phone(std::string_view number) noexcept;

/// Any spelling to E.164 by libphonenumber: about 20 µs. Numbers must be possible, not in use:
/// fictional ones read.
model::Result<model::Address> read_phone(std::string_view spelling, std::string_view default_region,
                                         Bare bare = Bare::national);

}  // namespace address
