// tests/bench/index/starts.hpp: how long a gateway takes to know everybody again.
#pragma once

#include "tests/bench/index/figures.hpp"

#include <string>

namespace bench {

/// From the store `fill` made, from the snapshot of that, and from one that is behind.
void measure_starts(std::string const& file, int rounds, Figures& figures);

}  // namespace bench
