#include "gateway/worker.hpp"

#include "gateway/inbound/caller.hpp"
#include "gateway/inbound/serve.hpp"

namespace gateway {

Worker::Worker(Shared shared_parts, AccessLog& log, std::uint64_t seed)
    : shared{shared_parts}, access_log{log}, ids{seed}
{
}

Worker::~Worker()
{
    listeners.clear();
    site.reset();
}

void Worker::measure_pools() const
{
    for (auto const& route : site->routes()) {
        auto& counters = site->counters().providers[route.index];
        counters.idle.set(route.pool->idle());
        counters.in_flight.set(route.pool->in_flight());
        counters.waiting.set(route.pool->waiting());
    }
}

Task<> Worker::tick()
{
    Timer timer{context};
    for (;;) {
        timer.expires_after(tick_length);
        Error ec;
        co_await timer.async_wait(into(ec));
        if (ec) co_return;
        clock.now = Steady::now();
        look_at_all(waiting, clock.now);
        access_log.flush();
        measure_pools();
    }
}

Task<> Worker::drain(Steady::time_point until)
{
    for (auto& listener : listeners) {
        accept_waiting(listener, *this);  // closing it would reset those who wait in its backlog
        Error ignored;
        listener.acceptor.close(ignored);
    }
    Timer timer{context};
    while (callers + callbacks > 0 && Steady::now() < until) {
        for (auto& each : waiting) {
            auto* const caller = dynamic_cast<Caller*>(&each);
            if (caller != nullptr && caller->is_idle()) caller->hang_up();
        }
        timer.expires_after(tick_length);
        Error ec;
        co_await timer.async_wait(into(ec));
    }
    context.stop();
}

model::Time wall_clock()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace gateway
