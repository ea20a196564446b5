// gateway/sandbox/postmark.hpp: Postmark's Email API as it answers.
//
//   POST /email, /email/withTemplate           -> 200 {"To", "SubmittedAt", "MessageID", "ErrorCode": 0, "Message": "OK"}
//   POST /email/batch, /batchWithTemplates     -> 200 an array of those, wrong ones among them {"ErrorCode", "Message"}
//   POST /email/bulk                           -> 200 {"ID", "Status": "Accepted", "SubmittedAt"}
//   anything wrong                             -> 422 {"ErrorCode", "Message"}; without a token 401
// Source: the provider's documentation. The words of errors but code 300's "Zero recipients specified" are from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

namespace gateway::sandbox {

Reply answer_postmark(Call const& call, Moment moment);
Reply postmark_error(unsigned status, int code, std::string_view message);

}  // namespace gateway::sandbox
