// gateway/sandbox/twilio.hpp: Twilio's Messages resource as the API answers it.
//
//   under /2010-04-01/Accounts/{AC}
//   POST   /Messages.json                a send -> 201 Message
//   GET    /Messages.json                -> 200 {"messages": [Message], page fields}
//   GET    /Messages/{SM}.json           -> 200 Message
//   POST   /Messages/{SM}.json           Status=canceled, or Body= to redact -> 200 Message
//   DELETE /Messages/{SM}.json           -> 204
//   GET    /Messages/{SM}/Media.json     -> 200 an empty list
//   POST   /Messages/{SM}/Feedback.json  -> 201
// Source: the provider's OpenAPI document for api/2010-04-01 (Messages paths and examples) and its
// error pages 21211, 21602, 21603, 21604, 35111, 35118. The wording of the errors and the 401's and
// 413's codes are from memory.
#pragma once

#include "gateway/sandbox/exchange.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gateway::sandbox {

/// The Message resources made so far, oldest forgotten first.
class TwilioMessages {
public:
    explicit TwilioMessages(std::size_t most) : most_{most} {}

    void keep(boost::json::object message);
    boost::json::object* find(std::string_view account, std::string_view sid);
    bool forget(std::string_view account, std::string_view sid);
    /// Newest first.
    std::vector<boost::json::object const*> of(std::string_view account) const;

private:
    std::size_t most_;
    std::deque<std::string> order_;
    std::unordered_map<std::string, boost::json::object> by_sid_;
};

Reply answer_twilio(Call const& call, TwilioMessages& messages, Moment moment);
Reply twilio_error(unsigned status, unsigned code, std::string_view message);

}  // namespace gateway::sandbox
