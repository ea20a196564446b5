// store/address/domain.hpp: a mail domain's one spelling: lower-case A-labels, no trailing dot
// (RFC 5321 §2.3.5, RFC 5891 §4.4, Unicode TS #46 non-transitional).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace address {

/// None: not a domain name. `spelling` is UTF-8. Domain literals ("[192.0.2.1]") are refused: no
/// provider sends to them.
std::optional<std::string> read_domain(std::string_view spelling);

}  // namespace address
