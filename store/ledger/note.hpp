// store/ledger/note.hpp: a ledger entry as one sentence that a support agent understands. Pure.
//
//   "Promotional SMS stopped for customer 1042 by ada (staff). Evidence: asked at the desk, 3 May."
//   "SMS to +14155550100 suppressed after a STOP reply, by twilio (reply)."
//   "Contact +14155550100 (mobile) added to customer 1042 by ada (staff)."
#pragma once

#include "store/model/ledger.hpp"

#include <string>
#include <string_view>

namespace store {

std::string note_of(model::SetPreference const& set, model::Attribution const& by);
std::string note_of(model::SetHardStop const& set, model::Attribution const& by);
std::string note_of(model::LiftHardStop const& lift, model::Attribution const& by);

/// Of an entry that an import wrote without a note, since a million of them say the same: what the entry itself says.
std::string note_of(model::LedgerEntry const& entry);

/// What stood under a former name gives way to what is chosen under the present one.
std::string note_of_renamed(model::Preference const& was, model::SetPreference const& set,
                            model::Attribution const& by);
/// "Customer 7 starts with consent on phone channels, without consent on e-mail, by ada (default)."
std::string note_of_start(std::string const& id, model::Start const& start,
                          model::Attribution const& by);
/// A label's yes that goes with the contact.
std::string note_of_contact_opt_out(model::Address const& address,
                                    model::Preference const& preference,
                                    model::Attribution const& by);

/// A note with another sentence.
std::string followed_by(std::string note, std::string const& sentence);
/// Last sentences: why a customer's choice is this one's too.
std::string because_of_copy(std::string_view customer);
std::string because_of_merge(std::string_view customer);

/// What of a customer itself is another now: "Customer 7: renamed from "Ann" to "Bea", now a carbon copy of customer 8,
/// by ada (staff)."
std::string note_of_changes(model::Customer const& before, model::Customer const& after,
                            model::Attribution const& by);

/// `did`: "created", "removed", "merged into customer 8", ...
std::string note_of_customer(std::string const& id, std::string const& did,
                             model::Attribution const& by);

/// `did`: "added to", "removed from", "relabelled from \"home\" for", "moved to customer 8 from".
std::string note_of_contact(model::Contact const& contact, std::string const& did,
                            std::string const& customer, model::Attribution const& by);

}  // namespace store
