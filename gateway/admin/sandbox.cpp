// gateway/admin/sandbox.cpp: what reached the built-in provider. Texts and addresses are whole, so
// not for viewers.
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"

namespace gateway::admin {

Answering sandbox_messages(Call const& call, Desk& desk)
{
    if (auto wrong = call.only({"limit"})) co_return *wrong;
    auto const window = window_of(call);
    if (!window) co_return window.error();
    Answer answer;
    answer.body = desk.parts.sandbox_messages(window->limit);
    co_return answer;
}

}  // namespace gateway::admin
