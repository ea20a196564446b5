// gateway/admin/outgoing.hpp: an answer onto the line, whole or piece by piece.
#pragma once

#include "gateway/admin/answer.hpp"
#include "gateway/admin/line.hpp"

#include <chrono>

namespace gateway::admin {

/// What the request says of the answer's form.
struct AnswerForm {
    unsigned version = 11;
    bool head_only = false;
    bool keep_alive = false;
};

/// Whether the answer went out whole, and another may follow it.
boost::asio::awaitable<bool> write(Line& line, Answer answer, AnswerForm form,
                                   std::chrono::milliseconds deadline);

}  // namespace gateway::admin
