// gateway/admin/health.cpp: what a supervisor, a load balancer and Prometheus ask; no token.
#include "gateway/admin/resources.hpp"

namespace gateway::admin {

Answering alive(Call const&, Desk&)
{
    co_return json({{"status", "alive"}});
}

Answering ready(Call const&, Desk& desk)
{
    bool const writable = desk.parts.commit.writable();
    if (writable && desk.parts.ready()) co_return json({{"status", "ready"}});
    co_return problem(503, writable ? "not taking sends now" : "the store can't be written now");
}

Answering metrics(Call const&, Desk& desk)
{
    Answer answer;
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = desk.parts.metrics();
    co_return answer;
}

}  // namespace gateway::admin
