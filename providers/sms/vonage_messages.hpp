// providers/sms/vonage_messages.hpp: Vonage's Messages API (api.nexmo.com): SMS, MMS, RCS, WhatsApp, Viber, Messenger.
#pragma once

#include "providers/dialect.hpp"

#include <optional>

namespace providers {

extern Dialect const vonage_messages;

/// The parts of the dialect, one file each.
namespace vonage_messages_api {

Answer answer(Call const& call, model::Decision const& decision, RefusalStyle style,
              Stamp const& stamp);
Answer refuse(Call const& call, Trouble trouble, model::Problem const& problem);
Answer deny(Call const& call, auth::Denial denial, Stamp const& stamp);
std::optional<Callback> callback(Call const& call, Stamp const& stamp);

}  // namespace vonage_messages_api
}  // namespace providers
