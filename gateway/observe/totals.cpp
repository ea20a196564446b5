#include "gateway/observe/totals.hpp"

#include <cstddef>

namespace gateway {

namespace {

void fold(Count& into, Count const& from)
{
    into.add(from.read());
}

template <class T, std::size_t Size>
void fold(std::array<T, Size>& into, std::array<T, Size> const& from)
{
    for (std::size_t i = 0; i < Size; ++i)
        fold(into[i], from[i]);
}

void fold(Latencies& into, Latencies const& from)
{
    fold(into.buckets, from.buckets);
    fold(into.sum_us, from.sum_us);
}

void fold(ProviderCounters& into, ProviderCounters const& from)
{
    auto& [sends, recipients, classified, requests, own, upstream, dialled, in, out, idle,
           in_flight, waiting] = into;
    fold(sends, from.sends);
    fold(recipients, from.recipients);
    fold(classified, from.classified);
    fold(requests, from.requests);
    fold(own, from.own);
    fold(upstream, from.upstream);
    fold(dialled, from.dialled);
    fold(in, from.body_bytes_in);
    fold(out, from.body_bytes_out);
    fold(idle, from.idle);
    fold(in_flight, from.in_flight);
    fold(waiting, from.waiting);
}

void fold(ThreadCounters& into, ThreadCounters const& from)
{
    auto& [accepted, connections, turned, body_bytes] = into;
    fold(accepted, from.accepted);
    fold(connections, from.connections);
    fold(turned, from.turned);
    fold(body_bytes, from.body_bytes);
}

}  // namespace

void Totals::fold(Counters const& lane)
{
    for (std::size_t i = 0; i < lane.names.size(); ++i) {
        gateway::fold(providers[lane.names[i]], lane.providers[i]);
    }
    gateway::fold(threads, lane.thread);
}

void Totals::fold(Totals const& other)
{
    for (auto const& [name, counters] : other.providers)
        gateway::fold(providers[name], counters);
    gateway::fold(threads, other.threads);
}

}  // namespace gateway
