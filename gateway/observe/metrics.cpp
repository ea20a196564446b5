#include "gateway/observe/metrics.hpp"

#include "gateway/observe/page.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace gateway {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric metric_of(Asked const& asked)
{
    ClientMetric metric;
    for (auto const& [name, value] : asked.labels)
        metric.label.push_back({name, value});
    (asked.only_grows ? metric.counter.value : metric.gauge.value) = asked.value();
    return metric;
}

/// Asked numbers of one name are one family.
void add_asked(std::vector<MetricFamily>& families, Asked const& asked)
{
    auto const same = [&](MetricFamily const& family) { return family.name == asked.name; };
    auto at = std::find_if(families.begin(), families.end(), same);
    if (at == families.end()) {
        auto const type = asked.only_grows ? MetricType::Counter : MetricType::Gauge;
        families.push_back({asked.name, asked.help, type, {}});
        at = std::prev(families.end());
    }
    at->metric.push_back(metric_of(asked));
}

}  // namespace

Metrics::Metrics(std::string version) : retired_{std::make_unique<Totals>()}
{
    ask({"optgate_build_info",
         "The version that runs",
         false,
         [] { return 1.0; },
         {{"version", std::move(version)}}});
}

Metrics::~Metrics() = default;

std::shared_ptr<Counters> Metrics::lane(std::vector<std::string> providers)
{
    std::scoped_lock const lock{mutex_};
    auto* const counters =
        lanes_.emplace_back(std::make_unique<Counters>(std::move(providers))).get();
    return {counters, [this](Counters const* lane) { retire(lane); }};
}

void Metrics::retire(Counters const* lane)
{
    std::scoped_lock const lock{mutex_};
    retired_->fold(*lane);
    std::erase_if(lanes_, [&](auto const& kept) { return kept.get() == lane; });
}

void Metrics::ask(Asked asked)
{
    std::scoped_lock const lock{mutex_};
    asked_.push_back(std::move(asked));
}

void Metrics::forget(std::string const& name)
{
    std::scoped_lock const lock{mutex_};
    std::erase_if(asked_, [&](Asked const& asked) { return asked.name == name; });
}

std::string Metrics::text()
{
    std::scoped_lock const lock{mutex_};
    Totals totals;
    totals.fold(*retired_);
    for (auto const& lane : lanes_)
        totals.fold(*lane);

    auto families = families_of(totals);
    for (auto& family : process_families())
        families.push_back(std::move(family));
    for (auto const& asked : asked_)
        add_asked(families, asked);
    return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace gateway
