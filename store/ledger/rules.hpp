// store/ledger/rules.hpp: who may take back what (design §3, re-consent). Pure; every database asks
// the same.
//
// A stop that the recipient made may be taken back by the recipient, or by somebody else with
// evidence: what the recipient said, where and when. The `source` of a change tells who made it:
//
//   the recipient, in person            reply, stop, stop_reply, start, start_reply, keyword, recipient, subscriber, web,
//                                       link, preference_page, preference_center, preferences, unsubscribe,
//                                       unsubscribe_link, unsubscribe_page, unsubscribe_mail, unsubscribe_email,
//                                       list_unsubscribe, one_click, complaint, feedback_loop
//   the recipient, written down by us   phone, letter, paper, form, email, in_person
//                                       (a stop counts as theirs; taking it back needs evidence)
//   a file                              import, or whatever its rows say (`Attribution::imported`)
//                                       (never takes back what the recipient stopped, and anybody
//                                       else's stop only with evidence)
//   the settings                        default (what a new customer starts with),
//                                       contact (what a contact's label says)
//   anything else                       staff, api, provider, ...
// Case does not matter, and a space or "-" is a "_".
#pragma once

#include "store/model/ledger.hpp"

#include <optional>
#include <string_view>

namespace store {

/// How much a source weighs: of two changes that say the same, the heavier is the one to remember.
enum class Weight : std::uint8_t { by_default, by_others, by_recipient };
Weight weight_of(std::string_view source);

/// Whether the recipient acted in person, so that their word is its own evidence.
bool in_person(std::string_view source);

/// Whether the stop counts as the recipient's own, whoever wrote it down.
bool always_recipients_own(model::Suppression suppression);

bool has_evidence(model::Attribution const& by);

/// What `by` lacks to take back a stop that the recipient made at `since` from `source`; none:
/// nothing.
std::optional<model::Refused> evidence_missing(model::Attribution const& by,
                                               std::string_view source, model::Time since);

}  // namespace store
