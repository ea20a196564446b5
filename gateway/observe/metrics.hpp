// gateway/observe/metrics.hpp: the threads' counters as one Prometheus page (text format 0.0.4).
// Names follow prometheus.io/docs/practices/naming: base units, `_total` for what only grows.
#pragma once

#include "gateway/observe/counters.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace gateway {

struct Totals;

/// A number that is asked for at scrape, from the thread that scrapes: the index's size, the
/// store's health.
struct Asked {
    std::string name;  ///< "optgate_index_addresses"
    std::string help;
    bool only_grows = false;  ///< a counter; its name then ends in "_total"
    std::function<double()> value;
    std::vector<std::pair<std::string, std::string>> labels;
};

/// One a process, outliving every lane. Any thread may call; none of it is on the forward path.
class Metrics {
public:
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

    explicit Metrics(std::string version);
    ~Metrics();

    /// Counters for one thread and the providers it serves. On reload take new ones; whoever is
    /// still busy with the old keeps them as long. What they counted stays, by provider's name, so
    /// no total ever goes back. A level that is `set` is set back to 0 before they are dropped.
    std::shared_ptr<Counters> lane(std::vector<std::string> providers);

    /// What it asks outlives this, or is taken back with `forget`.
    void ask(Asked asked);
    void forget(std::string const& name);

    /// The page.
    std::string text();

private:
    void retire(Counters const* lane);

    std::mutex mutex_;
    std::vector<std::unique_ptr<Counters>> lanes_;
    std::vector<Asked> asked_;
    std::unique_ptr<Totals> retired_;  ///< of the lanes that were dropped
};

}  // namespace gateway
