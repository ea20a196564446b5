// tests/providers/prunings.hpp: what a body says without some of its recipients, found in another way than the dialect
// finds it. A dialect whose recordings name several recipients adds a function in a file of its own
// (prunings/DIALECT.cpp), its declaration here and its line in prunings.cpp.
#pragma once

#include "providers/dialect.hpp"

#include <set>
#include <string>
#include <string_view>

namespace prunings {

/// As `Recipient::spelling` has them.
using Spellings = std::set<std::string>;

/// All that the body says but for those recipients, in one spelling: JSON parsed and printed, a form decoded, a message
/// taken apart. Two bodies say the same where these texts are equal. `removed` may be empty.
using Said = std::string (*)(providers::Call const& call, Spellings const& removed);

/// Null: the dialect has one recipient a call.
Said of(std::string_view dialect);

std::string azure(providers::Call const& call, Spellings const& removed);
std::string infobip(providers::Call const& call, Spellings const& removed);
std::string plivo(providers::Call const& call, Spellings const& removed);
std::string mailgun(providers::Call const& call, Spellings const& removed);
std::string postmark(providers::Call const& call, Spellings const& removed);
std::string sendgrid(providers::Call const& call, Spellings const& removed);
std::string ses(providers::Call const& call, Spellings const& removed);

}  // namespace prunings
