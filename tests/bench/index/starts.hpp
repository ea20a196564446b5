// tests/bench/index/starts.hpp: how long a gateway takes to know everybody again.
#pragma once

#include "tests/bench/index/figures.hpp"

#include <string>

namespace bench {

/// From the store `fill` made, and from the snapshot of what that gave.
void measure_starts(std::string const& file, int rounds, Figures& figures);

}  // namespace bench
