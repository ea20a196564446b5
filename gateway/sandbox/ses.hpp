// gateway/sandbox/ses.hpp: Amazon SES as its two APIs answer.
//
//   POST /v2/email/outbound-emails       -> 200 {"MessageId"}
//   POST /v2/email/outbound-bulk-emails  -> 200 {"BulkEmailEntryResults": [{"Status", "MessageId"}]}
//   POST / Action=Send…                  -> 200 <…Response><…Result><MessageId/> or <Status><member>…
//   anything wrong                       -> 400 in the API's own shape
// Source: the provider's models of both APIs. The words of errors are from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

#include <string>

namespace gateway::sandbox {

Reply answer_ses(Call const& call);
Reply ses_too_large();

/// The query API, for the form in a body.
Reply answer_ses_query(Call const& call);
/// "010f…-…-000000"
std::string ses_message_id();

}  // namespace gateway::sandbox
