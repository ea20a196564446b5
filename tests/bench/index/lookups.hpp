// tests/bench/index/lookups.hpp: what a look-up costs, idle and while changes arrive, beside boost::unordered_flat_map
// and SQLite, over phones alone and mail addresses alone.
#pragma once

#include "tests/bench/index/figures.hpp"

#include <cstdint>
#include <string>

namespace bench {

struct Size {
    std::uint64_t addresses = 10'000'000;
    std::size_t calls = 1'000'000;  ///< a round
    int rounds = 5;
};

void measure_phones(Size const& size, Figures& figures);
void measure_mail(Size const& size, Figures& figures);
/// Point look-ups in the store that `fill` made.
void measure_sqlite(std::string const& file, Size const& size, Figures& figures);

}  // namespace bench
