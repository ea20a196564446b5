// gateway/sandbox/azure.hpp: Azure Communication Services as they answer.
//
//   POST /sms                     -> 202 {"value": [{"to", "messageId", "httpStatusCode", "successful"}]}
//   POST /emails:send             -> 202 {"id", "status": "Running"}, Operation-Location
//   GET  /emails/operations/{id}  -> 200 {"id", "status": "Succeeded"}; every id is known
//   anything wrong                -> {"error": {"code", "message"}}, x-ms-error-code
// Source: the provider's OpenAPI documents. The wording of the errors is from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

namespace gateway::sandbox {

Reply answer_azure(Call const& call);
Reply azure_error(unsigned status, std::string_view code, std::string_view text);

}  // namespace gateway::sandbox
