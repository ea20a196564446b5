// store/address/mailbox.hpp: the one mailbox inside an RFC 5322 address, as GMime reads it.
//
//   mailbox  Alice <alice@example.com>
//            "Alice" (work) <@relay:alice@example.com>
//            alice(comment)@example.com
//   group    team: alice@example.com;    with exactly one member
#pragma once

#include "store/model/result.hpp"

#include <string>
#include <string_view>

namespace address {

/// Local part and domain, still as spelt but without comments, quotes and folding.
struct Mailbox {
    std::string local;  ///< its content: quotes and backslashes taken away
    std::string domain;
};

/// `spelling` is UTF-8 without control characters. More than one address is a problem.
model::Result<Mailbox> read_mailbox(std::string_view spelling);

}  // namespace address
