// tests/store/address/spellings.hpp: a spelling in, the canonical text out, to read at a glance in
// a failure.
#pragma once

#include "store/address/parse.hpp"

#include <string>
#include <string_view>

namespace address {

/// The canonical text, or "problem: " and what was wrong.
inline std::string read(std::string_view spelling, std::string_view region = "US")
{
    auto const address = parse(spelling, region);
    return address ? address->text() : "problem: " + address.error().what;
}

inline bool refused(std::string_view spelling, std::string_view region = "US")
{
    return parse(spelling, region).has_error();
}

}  // namespace address
