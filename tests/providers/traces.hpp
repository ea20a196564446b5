// tests/providers/traces.hpp: whether an address stands in a body in any spelling that a reader of it would undo:
// percent escapes, JSON escapes, base64, quoted-printable, one inside of another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace traces {

/// The body, and everything it decodes to.
std::vector<std::string> forms_of(std::string_view body);

/// Whether one of the forms holds the address, in any case, not as a part of a longer word.
bool found(std::vector<std::string> const& forms, std::string_view address);

}  // namespace traces
