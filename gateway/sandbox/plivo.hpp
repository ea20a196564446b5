// gateway/sandbox/plivo.hpp: Plivo's Message API as it answers.
//
//   POST /v1/Account/{id}/Message/  -> 202 {"message", "message_uuid": ["…" a number], "api_id"}
//   anything wrong                  -> {"api_id", "error"}; 401 is a text
// Source: the provider's OpenAPI document and its Node SDK. The errors' wording is from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

namespace gateway::sandbox {

Reply answer_plivo(Call const& call);
Reply plivo_error(unsigned status, std::string_view text);

}  // namespace gateway::sandbox
