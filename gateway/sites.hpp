// gateway/sites.hpp: makes what one thread serves out of the settings.
#pragma once

#include "gateway/worker.hpp"

#include <cstdint>
#include <memory>

namespace gateway {

/// This thread's share of the settings' limits, and its pools: those of the worker's present site where target, trust
/// and name are the same. Throws where a CA file can't be read. Nothing of the present site changes yet.
std::shared_ptr<Site const> make_site(Settings settings, unsigned threads, Worker& worker,
                                      std::uint16_t sandbox_port,
                                      std::shared_ptr<Counters> counters);

/// From the next call on the worker serves this site, by its limits.
void take_up(Worker& worker, std::shared_ptr<Site const> site, unsigned threads);

}  // namespace gateway
