// gateway/sandbox/infobip.hpp: Infobip's messaging as the API answers it.
//
//   POST /sms/2/text/advanced …      -> 200 {"bulkId", "messages": [{"to", "messageId", "status"}]}
//   POST /sms/3/messages …           -> 200, "destination" and "details" in place of "to"
//   POST /whatsapp/1/message/{type}  -> 200 one entry, or of templates a list
//   GET  /sms/{1,3}/text/query       -> 200 likewise
//   anything wrong                   -> "requestError", from the third generation on "errorCode"
// Source: the provider's OpenAPI documents for SMS, Viber and WhatsApp. The 401 is from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

namespace gateway::sandbox {

Reply answer_infobip(Call const& call);
Reply infobip_too_large();

}  // namespace gateway::sandbox
