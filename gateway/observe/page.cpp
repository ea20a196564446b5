#include "gateway/observe/page.hpp"

#include <span>
#include <utility>

namespace gateway {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Label = ClientMetric::Label;
using Labels = std::vector<Label>;

Label label(std::string_view name, std::string_view value)
{
    return {std::string{name}, std::string{value}};
}

void add_count(MetricFamily& family, Labels labels, Count const& count)
{
    ClientMetric metric;
    metric.label = std::move(labels);
    if (family.type == MetricType::Gauge) {
        metric.gauge.value = static_cast<double>(count.level());
    } else {
        metric.counter.value = static_cast<double>(count.read());
    }
    family.metric.push_back(std::move(metric));
}

/// One metric a name of the axis, labelled with it.
void add_axis(MetricFamily& family, Labels const& labels, std::string_view axis,
              std::span<std::string_view const> names, std::span<Count const> counts)
{
    for (std::size_t i = 0; i < counts.size(); ++i) {
        auto all = labels;
        all.push_back(label(axis, names[i]));
        add_count(family, std::move(all), counts[i]);
    }
}

/// Of 450 combinations a provider few ever happen: only those are shown.
void add_recipients(MetricFamily& family, std::string const& provider,
                    ProviderCounters const& counters)
{
    for (std::size_t c = 0; c < counters.recipients.size(); ++c) {
        for (std::size_t o = 0; o < counters.recipients[c].size(); ++o) {
            for (std::size_t r = 0; r < counters.recipients[c][o].size(); ++r) {
                auto const& count = counters.recipients[c][o][r];
                if (count.read() == 0) continue;
                add_count(family,
                          {label("provider", provider), label("channel", model::channel_names[c]),
                           label("verdict", model::outcome_names[o]),
                           label("reason", model::reason_names[r])},
                          count);
            }
        }
    }
}

/// As of recipients, only what happened.
void add_classified(MetricFamily& family, std::string const& provider,
                    ProviderCounters const& counters)
{
    for (std::size_t s = 0; s < counters.classified.size(); ++s) {
        for (std::size_t m = 0; m < counters.classified[s].size(); ++m) {
            for (std::size_t k = 0; k < counters.classified[s][m].size(); ++k) {
                auto const& count = counters.classified[s][m][k];
                if (count.read() == 0) continue;
                add_count(family,
                          {label("provider", provider), label("step", step_names[s]),
                           label("kind", model::kind_names[k]),
                           label("mark", m == 0 ? "none" : model::mark_names[m])},
                          count);
            }
        }
    }
}

void add_latencies(MetricFamily& family, std::string const& provider, Latencies const& latencies)
{
    ClientMetric metric;
    metric.label = {label("provider", provider)};
    auto& histogram = metric.histogram;
    for (std::size_t i = 0; i < Latencies::bounds; ++i) {
        histogram.sample_count += latencies.buckets[i].read();
        histogram.bucket.push_back(
            {histogram.sample_count, std::chrono::duration<double>(Latencies::bound(i)).count()});
    }
    histogram.sample_count += latencies.buckets[Latencies::bounds].read();
    histogram.sample_sum = static_cast<double>(latencies.sum_us.read()) / 1e6;
    family.metric.push_back(std::move(metric));
}

/// The families of one page; a new metric is one line at its declaration and one where it is
/// filled.
struct Page {
    MetricFamily sends{
        "optgate_sends_total", "Sends, by what became of the whole call", MetricType::Counter, {}};
    MetricFamily recipients{"optgate_recipients_total",
                            "Recipients of sends, by verdict and reason",
                            MetricType::Counter,
                            {}};
    MetricFamily classified{
        "optgate_classified_messages_total",
        "Messages, by the step that named their category, its kind, and whether "
        "that is in doubt",
        MetricType::Counter,
        {}};
    MetricFamily requests{"optgate_requests_total",
                          "Calls answered, by status class and who made the answer",
                          MetricType::Counter,
                          {}};
    MetricFamily own{"optgate_request_duration_seconds",
                     "Time optgate added to a call: all of it without the provider's",
                     MetricType::Histogram,
                     {}};
    MetricFamily upstream{"optgate_upstream_duration_seconds",
                          "Time from handing a call to the provider to the head of its answer",
                          MetricType::Histogram,
                          {}};
    MetricFamily dialled{"optgate_upstream_connections_total",
                         "Connections to providers opened, reused and failed",
                         MetricType::Counter,
                         {}};
    MetricFamily bytes{"optgate_body_bytes_total",
                       "Bytes of bodies from (in) and to (out) callers",
                       MetricType::Counter,
                       {}};
    MetricFamily pool{"optgate_upstream_calls",
                      "Calls at a provider (in_flight) and waiting for a place",
                      MetricType::Gauge,
                      {}};
    MetricFamily connections{
        "optgate_connections", "Connections open now, by side", MetricType::Gauge, {}};
    MetricFamily accepted{"optgate_accepted_connections_total",
                          "Connections accepted from callers",
                          MetricType::Counter,
                          {}};
    MetricFamily turned{"optgate_turned_away_total",
                        "Calls that ended before they were a provider's, by reason",
                        MetricType::Counter,
                        {}};
    MetricFamily held{
        "optgate_bodies_bytes", "Bytes of bodies held in memory now", MetricType::Gauge, {}};
};

void add_provider(Page& page, std::string const& name, ProviderCounters const& counters)
{
    Labels const provider{label("provider", name)};
    add_axis(page.sends, provider, "verdict", send_verdict_names, counters.sends);
    add_recipients(page.recipients, name, counters);
    add_classified(page.classified, name, counters);
    for (std::size_t by = 0; by < answered_by_names.size(); ++by) {
        add_axis(page.requests, {label("provider", name), label("by", answered_by_names[by])},
                 "status", status_classes, counters.requests[by]);
    }
    add_latencies(page.own, name, counters.own);
    add_latencies(page.upstream, name, counters.upstream);
    add_axis(page.dialled, provider, "event", dialled_names, counters.dialled);
    add_count(page.bytes, {label("provider", name), label("direction", "in")},
              counters.body_bytes_in);
    add_count(page.bytes, {label("provider", name), label("direction", "out")},
              counters.body_bytes_out);
    add_count(page.pool, {label("provider", name), label("state", "in_flight")},
              counters.in_flight);
    add_count(page.pool, {label("provider", name), label("state", "waiting")}, counters.waiting);
    add_count(page.connections,
              {label("side", "upstream"), label("provider", name), label("state", "idle")},
              counters.idle);
}

}  // namespace

std::vector<MetricFamily> families_of(Totals const& totals)
{
    Page page;
    add_count(page.connections, {label("side", "caller")}, totals.threads.connections);
    for (auto const& [name, counters] : totals.providers)
        add_provider(page, name, counters);
    add_count(page.accepted, {}, totals.threads.accepted);
    add_axis(page.turned, {}, "reason", turned_names, totals.threads.turned);
    add_count(page.held, {}, totals.threads.body_bytes);

    std::vector<MetricFamily> families;
    for (auto* family : {&page.sends, &page.recipients, &page.classified, &page.requests, &page.own,
                         &page.upstream, &page.dialled, &page.bytes, &page.pool, &page.connections,
                         &page.accepted, &page.turned, &page.held}) {
        families.push_back(std::move(*family));
    }
    return families;
}

}  // namespace gateway
