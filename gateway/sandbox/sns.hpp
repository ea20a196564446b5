// gateway/sandbox/sns.hpp: Amazon SNS and AWS End User Messaging as they answer.
//
//   sns.*        POST / Action=Publish, …                  -> 200 <PublishResponse>…, or <ErrorResponse> of a code
//   sms-voice.*  POST / X-Amz-Target: ….SendTextMessage …  -> 200 {"MessageId"}, or {"__type", "Message"}
// Source: AWS' models of both services. The wording of the errors is from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

namespace gateway::sandbox {

Reply answer_sns(Call const& call);
Reply sns_error(unsigned status, std::string_view code, std::string_view text);

Reply answer_sms_voice(Call const& call);
Reply sms_voice_error(unsigned status, std::string_view type, std::string_view text);

}  // namespace gateway::sandbox
