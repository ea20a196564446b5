// gateway/sites.hpp: makes what one thread serves out of the settings.
#pragma once

#include "gateway/worker.hpp"

#include <cstdint>
#include <memory>

namespace gateway {

/// This thread's share of the settings' limits, and its pools: those of the worker's present site go on where target,
/// trust and name are the same. Throws where a CA file can't be read.
std::shared_ptr<Site const> make_site(Settings settings, unsigned threads, Worker& worker,
                                      std::uint16_t sandbox_port,
                                      std::shared_ptr<Counters> counters);

}  // namespace gateway
