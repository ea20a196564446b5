// gateway/sandbox/twilio_messages.hpp: the Message resource: its fields, and the sends it can't be
// made from.
#pragma once

#include "gateway/sandbox/exchange.hpp"
#include "gateway/sandbox/form.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace gateway::sandbox {

/// What the provider refuses in a send: the error answer, or none.
std::optional<Reply> twilio_refusal(Form const& form);

/// The new Message resource, status "queued", "accepted" (by a Messaging Service) or "scheduled".
boost::json::object twilio_message(Form const& form, std::string_view account,
                                   std::string const& sid, Moment moment);

/// RFC 2822, as the API writes it: "Thu, 24 Aug 2023 05:01:45 +0000".
std::string twilio_date(std::time_t time);

}  // namespace gateway::sandbox
