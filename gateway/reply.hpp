// gateway/reply.hpp: answers of our own: in the provider's words where the provider is known, else as a problem
// document (RFC 9457).
#pragma once

#include "gateway/visit.hpp"

namespace gateway {

/// Sends `answer`. True: the connection may carry another call.
Task<bool> reply(Visit& visit, providers::Answer const& answer);

/// The send can't go on: the dialect's own error shape.
Task<bool> refuse(Visit& visit, providers::Trouble trouble, model::Problem const& problem);

/// A call that reached no provider. `detail` is a sentence without personal data.
Task<bool> reply_problem(Visit& visit, unsigned status, std::string_view title,
                         std::string_view detail);

std::string_view name_of(providers::Trouble trouble);

}  // namespace gateway
