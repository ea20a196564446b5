#include "tests/bench/index/starts.hpp"

#include "store/index/index.hpp"
#include "store/store.hpp"

namespace bench {

void measure_starts(std::string const& file, int rounds, Figures& figures)
{
    for (int round = 0; round < rounds; ++round) {
        auto const start = Clock::now();
        auto const cpu = cpu_seconds();
        auto const store = store::open("sqlite:" + file);
        store::Index index{store->secret()};
        store->reader()->each_part([&](store::Folded&& part) { index.add(std::move(part)); });
        figures.put("start_from_ledger_s", seconds_since(start));
        figures.put("start_from_ledger_cpu_s", cpu_seconds() - cpu);
        figures.put("start_subjects", static_cast<double>(index.size()));
        figures.put("start_bytes", static_cast<double>(index.resident_bytes()));
    }
}

}  // namespace bench
