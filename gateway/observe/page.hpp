// gateway/observe/page.hpp: totals as Prometheus families.
#pragma once

#include "gateway/observe/totals.hpp"

#include <prometheus/metric_family.h>

#include <string>
#include <vector>

namespace gateway {

std::vector<prometheus::MetricFamily> families_of(Totals const& totals);
/// process_*: what Prometheus' own client libraries tell of a process.
std::vector<prometheus::MetricFamily> process_families();

}  // namespace gateway
