#include "gateway/visit.hpp"

#include "gateway/http/write.hpp"

namespace gateway {

bool keeps_alive(Visit const& visit)
{
    return visit.head().keep_alive && !visit.caller.body_unread &&
           !visit.worker.shared.draining.load(std::memory_order_relaxed);
}

providers::Stamp stamp_of(Visit const& visit)
{
    providers::Stamp stamp{wall_clock(), {}};
    auto const id = visit.trace.decided ? visit.trace.decision
                                        : visit.worker.ids.next(static_cast<std::uint64_t>(
                                              stamp.now.time_since_epoch().count()));
    for (char const c : view(id)) {
        if (c != '-') stamp.id += c;
    }
    return stamp;
}

void append_closing_fields(std::string& out, Visit const& visit, bool keep_alive)
{
    auto const& trace = visit.trace;
    auto const add = [&out](std::string_view name_and_colon, std::string_view value) {
        out.append(name_and_colon).append(value).append("\r\n");
    };
    if (trace.decided) add("X-Optgate-Decision: ", view(trace.decision));
    auto const decided = trace.verdict && *trace.verdict != SendVerdict::refused;
    if (decided) add("X-Optgate-Verdict: ", name_of(*trace.verdict));
    if (!trace.category.empty()) add("X-Optgate-Category: ", trace.category);
    if (!keep_alive) {
        add("Connection: ", "close");
    } else if (visit.head().version == 10) {
        add("Connection: ", "keep-alive");
    }
}

void note(Visit const& visit)
{
    auto const& trace = visit.trace;
    auto const since = [](Steady::time_point from, Steady::time_point to) {
        return std::chrono::duration_cast<std::chrono::microseconds>(to - from);
    };
    auto const now = Steady::now();
    auto const heard = trace.heard_back != Steady::time_point{};
    Record record;
    record.at = wall_clock();
    record.method = visit.head().method;
    record.path = visit.target.substr(0, visit.target.find('?'));
    record.provider = visit.route != nullptr ? std::string_view{visit.route->provider->name} : "";
    record.application = trace.application;
    record.category = trace.category;
    if (trace.verdict) record.verdict = name_of(*trace.verdict);
    if (trace.decided) record.decision = view(trace.decision);
    record.trouble = trace.trouble;
    record.status = trace.status;
    record.bytes_in = trace.bytes_in;
    record.bytes_out = trace.bytes_out;
    record.total = since(trace.began, now);
    if (heard) record.upstream = since(trace.handed_over, trace.heard_back);
    visit.worker.access_log.append(record);

    if (visit.route == nullptr) return;
    auto& counters = visit.counters();
    if (trace.verdict) counters.count(*trace.verdict);
    counters.count(trace.answered_by, trace.status);
    counters.own.add(record.total - record.upstream);
    if (heard) counters.upstream.add(record.upstream);
    counters.body_bytes_in.add(trace.bytes_in);
    counters.body_bytes_out.add(trace.bytes_out);
}

}  // namespace gateway
