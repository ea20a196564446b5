// store/ledger/note.hpp: a ledger entry as one sentence that a support agent understands. Pure.
//
//   "Promotional SMS stopped for customer 1042 by ada (staff). Evidence: asked at the desk, 3 May."
//   "SMS to +14155550100 suppressed after a STOP reply, by twilio (reply)."
//   "Contact +14155550100 (mobile) added to customer 1042 by ada (staff)."
#pragma once

#include "store/model/ledger.hpp"

#include <string>

namespace store {

std::string note_of(model::SetPreference const& set, model::Attribution const& by);
std::string note_of(model::SetHardStop const& set, model::Attribution const& by);
std::string note_of(model::LiftHardStop const& lift, model::Attribution const& by);

/// `did`: "created", "changed" or "removed".
std::string note_of_customer(std::string const& id, std::string const& did,
                             model::Attribution const& by);

/// `did`: "added to", "removed from", or "relabelled from \"home\" for".
std::string note_of_contact(model::Contact const& contact, std::string const& did,
                            std::string const& customer, model::Attribution const& by);

}  // namespace store
