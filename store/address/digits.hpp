// store/address/digits.hpp: what a person means by a spelt phone number, before any numbering plan
// is asked.
//
//   spelling   = *"+" digit *( digit / separator ) *( ";" parameter ) [ extension ]
//   separator  = white space / dash / bracket / invisible mark / "." / "/" / "~"       (any script)
//   digit      = any decimal digit of Unicode: ASCII, full-width, Arabic-Indic, ...
//   parameter  = RFC 3966 §3: ext, isub, phone-context, ...
//
// An extension and a sub-address name a person behind a number. A message can't be sent to them,
// only to the number; so they are dropped, and whoever stopped the number is not reached through
// its extensions.
#pragma once

#include "store/model/result.hpp"

#include <string>
#include <string_view>

namespace address {

struct Digits {
    bool plus = false;   ///< written with "+", so the digits begin with a calling code
    std::string digits;  ///< ASCII, at least one
    bool lone = false;   ///< the last digit stands alone behind a separator: "030 1234-0"
};

/// `spelling` is UTF-8 without a scheme.
model::Result<Digits> read_digits(std::string_view spelling);

}  // namespace address
