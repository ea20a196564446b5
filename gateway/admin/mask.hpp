// gateway/admin/mask.hpp: what a viewer sees of an address, and of a text that may name one.
#pragma once

#include "gateway/admin/call.hpp"

#include <string>
#include <string_view>

namespace gateway::admin {

/// The address, masked where the caller is a viewer; nothing where it was erased.
std::string shown(std::string const& address, Caller const& caller);

/// A name that somebody else chose (a customer's id, a source, an actor, a sender), which may be or hold an address: a
/// viewer sees it masked then, with a mark that tells it from others, "a***@example.com#3f2a91". Ids are often numbers:
/// fewer than ten digits are left as they are.
std::string shown_name(std::string const& name, Caller const& caller);

/// A sentence or JSON written for people; for a viewer every word that could be an address (a mail
/// address, a prefixed id, seven digits or more in one run) is masked. Rather too much than too
/// little.
std::string shown_text(std::string_view text, Caller const& caller);

}  // namespace gateway::admin
