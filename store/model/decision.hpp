// store/model/decision.hpp: what may happen to each recipient of one send.
// Filters make verdicts, dialects obey them, the journal keeps them.
#pragma once

#include "store/model/category.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace model {

/// Why a verdict is what it is: the first step of the decision that spoke (design §3).
enum class Reason : std::uint8_t {
    allowed,             ///< step 9
    always_allowed,      ///< step 3
    address_unreadable,  ///< step 1
    stop_reply,          ///< step 2, one reason a suppression
    complaint,
    hard_bounce,
    do_not_contact,
    erased,
    consent_withdrawn,   ///< step 4: a stop that covers the message
    consent_missing,     ///< step 5: the channel needs consent and none is recorded
    opt_in_missing,      ///< step 6: the category needs a recorded yes
    label_not_accepted,  ///< step 7
    quiet_hours,         ///< step 8
    frequency_cap,       ///< step 8
    primary_suppressed,  ///< a copy whose primary recipients were all kept back
    store_unavailable,   ///< consent can't be known, or the decision can't be recorded
    upstream_refused,    ///< journal only: it was to be delivered, and surely was not sent
    upstream_failed,     ///< journal only: it may or may not have been sent
};

inline constexpr std::array<std::string_view, 18> reason_names{
    "allowed",           "always_allowed",  "address_unreadable", "stop_reply",
    "complaint",         "hard_bounce",     "do_not_contact",     "erased",
    "consent_withdrawn", "consent_missing", "opt_in_missing",     "label_not_accepted",
    "quiet_hours",       "frequency_cap",   "primary_suppressed", "store_unavailable",
    "upstream_refused",  "upstream_failed"};
constexpr std::string_view name_of(Reason reason)
{
    return reason_names[static_cast<std::size_t>(reason)];
}

/// Deliver or suppress one recipient, with the reason.
struct Verdict {
    bool deliver = true;
    Reason reason = Reason::allowed;

    bool operator==(Verdict const&) const = default;
};

/// Which step of design §4 named the category, and what it saw there. Never holds an address or a text.
struct Evidence {
    std::string_view step;  ///< "header", "hint", "mapping", "rule", "model", "guard", "default"
    std::string detail;     ///< "MessageIntent=marketing", "otp_en", "price +0.8, score 2100, ..."

    bool operator==(Evidence const&) const = default;
};

/// What an admin should look at in how a category was found.
enum class Mark : std::uint8_t {
    none,
    unsure,        ///< the text says neither clearly; the setting for that decided
    mislabelled,   ///< the sender called it transactional, and it reads promotional
    reclassified,  ///< so it was taken for promotional
};
inline constexpr std::array<std::string_view, 4> mark_names{"", "unsure", "mislabelled",
                                                            "reclassified"};
constexpr std::string_view name_of(Mark mark)
{
    return mark_names[static_cast<std::size_t>(mark)];
}

struct Classified {
    Category category;
    Evidence evidence;
    Mark mark = Mark::none;
};

struct Decision {
    std::vector<Classified> categories;  ///< one a message, in the order of Send::messages
    std::vector<Verdict> verdicts;       ///< one a recipient, in the order of Send::recipients

    bool delivers(std::size_t recipient) const { return verdicts[recipient].deliver; }
    bool suppresses_any() const
    {
        return std::any_of(verdicts.begin(), verdicts.end(), [](Verdict v) { return !v.deliver; });
    }
    bool delivers_any() const
    {
        return std::any_of(verdicts.begin(), verdicts.end(), [](Verdict v) { return v.deliver; });
    }
};

}  // namespace model
