// store/address/mail.hpp: mail addresses in one spelling: addr-spec in lower case, A-label domain.
//
//   canonical = local "@" domain
//   local     = dot-atom / quoted-string, the latter only where no dot-atom says the same
//               (RFC 5321 §4.1.2)
//
// RFC 5321 §2.4 lets a host tell "Alice" from "alice"; hardly any does, and whoever stopped one
// meant both.
#pragma once

#include "store/model/address.hpp"
#include "store/model/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace address {

/// "alice@Example.com" and its like, at a glance; none: take a closer look.
std::optional<std::string> read_plain_mail(std::string_view spelling);

/// Any spelling of one mailbox. UTF-8 without control characters.
model::Result<model::Address> read_mail(std::string_view spelling);

}  // namespace address
