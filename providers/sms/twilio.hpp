// providers/sms/twilio.hpp: Twilio Programmable Messaging, API of 2010-04-01: SMS, MMS, WhatsApp
// and RCS.
#pragma once

#include "providers/dialect.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wire {
class Form;
}

namespace providers {

extern Dialect const twilio;

/// The parts of the dialect, one file each.
namespace twilio_api {

/// Fields that may stand more than once.
inline constexpr std::array<std::string_view, 2> list_fields{"MediaUrl", "PersistentAction"};

model::Text text(Call const& call, std::size_t message);
Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);
std::optional<Callback> callback(Call const& call, Stamp const& stamp);

/// X-Twilio-Signature: base64(HMAC-SHA1(token, URL and each field's name and value, sorted by name)).
std::string signature(std::string_view token, std::string_view url, wire::Form const& form);

}  // namespace twilio_api
}  // namespace providers
