// filters/consent/decide.hpp: who may get a message now (design §3, steps 1-7 and 9): pure functions over values.
#pragma once

#include "store/model/category.hpp"
#include "store/model/channel.hpp"
#include "store/model/decision.hpp"
#include "store/model/preference.hpp"
#include "store/model/send.hpp"
#include "store/model/stream.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace filters {

/// How far a hard stop reaches.
enum class Scope : std::uint8_t {
    channel,      ///< every message to that address on that channel
    promotional,  ///< promotional ones only
    sender,       ///< what comes from the sender it was said to
};

struct ConsentSettings {
    bool phone_default = true;  ///< phone channels need no recorded consent
    bool email_default = true;
    Scope stop_reply = Scope::channel;
    Scope complaint = Scope::promotional;
    /// For sms, in lower case; compared without regard to case. Empty: any.
    std::vector<std::string> labels_accepted;
};

/// What a verdict on one recipient rests on.
struct Facts {
    model::Channel channel = model::Channel::sms;
    model::Stream const* stream = nullptr;  ///< null: none
    std::string_view sender;                ///< may be empty
    /// Null: the address was unreadable.
    model::Profile const* address = nullptr;
    /// The customer the send names, if known: then only its choices count beside the address's own.
    model::Profile const* customer = nullptr;
};

model::Verdict decide(Facts const& facts, model::CategoryInfo const& category,
                      ConsentSettings const& settings);

/// The spellings of all that covers such a message, each between commas:
/// ",any,promotional,marketing,stream:campaign,".
std::string covered_by(model::CategoryInfo const& category, model::Stream const* stream);

/// Where all primary recipients of an envelope are kept back, keeps back its copies too.
void follow_primary(std::span<model::Recipient const> recipients,
                    std::span<model::Verdict> verdicts);

}  // namespace filters
