// gateway/sandbox/vonage.hpp: Vonage's two APIs as they answer.
//
//   rest.nexmo.com  POST|GET /sms/json, /sms/xml  -> 200 {"message-count", "messages": [{"to", "message-id", "status"}]}
//                                                    a status other than "0" is the error
//   api.nexmo.com   POST /v1/messages             -> 202 {"message_uuid"}; else a problem document
// Source: the provider's OpenAPI documents of the SMS API and of Messages 0.1. The problems' titles are from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

namespace gateway::sandbox {

Reply answer_vonage(Call const& call);
Reply answer_vonage_messages(Call const& call);

Reply vonage_error(unsigned status, std::string_view code, std::string_view text);
Reply vonage_problem(unsigned status, std::string_view title, std::string_view detail);

}  // namespace gateway::sandbox
