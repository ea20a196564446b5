// gateway/sandbox/mailgun.hpp: Mailgun's messages as the API answers them.
//
//   POST /v3/{domain}/messages, /messages.mime  -> 200 {"id": "<…@domain>", "message": "Queued. Thank you."}
//   anything wrong                              -> 400 {"message"}; without a key 401 Forbidden, as text
// Source: the provider's OpenAPI document and its documentation of errors. "from parameter is missing" is from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

namespace gateway::sandbox {

Reply answer_mailgun(Call const& call);
Reply mailgun_error(unsigned status, std::string_view message);

}  // namespace gateway::sandbox
