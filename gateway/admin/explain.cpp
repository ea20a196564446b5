#include "gateway/admin/explain.hpp"

namespace gateway::admin {

Rule rule_of(model::Reason reason)
{
    using enum model::Reason;
    switch (reason) {
        case allowed: return {9, "Nothing stops this message."};
        case always_allowed:
            return {3, "This category is always delivered; only a hard suppression stops it."};
        case address_unreadable:
            return {1, "The address can't be read, so nobody can say what its owner wants."};
        case stop_reply: return {2, "The person answered STOP."};
        case complaint: return {2, "The person complained about a message."};
        case hard_bounce:
            return {2, "The address does not exist: an earlier message bounced for good."};
        case do_not_contact: return {2, "The address must not be contacted."};
        case erased: return {2, "The person's record was erased at their request."};
        case consent_withdrawn: return {4, "A recorded stop covers this message."};
        case consent_missing: return {5, "This channel needs consent and none is recorded."};
        case opt_in_missing: return {6, "This category needs a recorded yes and there is none."};
        case label_not_accepted: return {7, "The number is not kept under a label that gets SMS."};
        case quiet_hours: return {8, "The message came within quiet hours."};
        case frequency_cap: return {8, "The person got as many promotional messages as they may."};
        case primary_suppressed:
            return {0, "A copy: all who the message was addressed to were kept back."};
        case store_unavailable:
            return {0, "Consent could not be known, or the decision not be recorded."};
        case upstream_refused:
            return {0, "It was to be delivered, but the provider did not take it."};
        case upstream_failed:
            return {0, "It was to be delivered; whether the provider took it is not known."};
    }
    return {0, ""};
}

}  // namespace gateway::admin
