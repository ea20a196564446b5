#include "tests/bench/index/starts.hpp"

#include "store/snapshots.hpp"
#include "tests/bench/index/people.hpp"

#include <filesystem>
#include <memory>

namespace bench {
namespace {

/// A start, and what it took: as the gateway does it.
struct Start {
    Start(std::string const& file, std::string const& name, Figures& figures)
    {
        auto const begin = Clock::now();
        auto const cpu = cpu_seconds();
        store = store::open("sqlite:" + file);
        index = std::make_unique<store::Index>(store->secret());
        snapshots = std::make_unique<store::Snapshots>(
            *store, *index, store::snapshot_file("sqlite:" + file), store::Snapshots::Pace{},
            store::Snapshots::Told{});
        figures.put(name + "_s", seconds_since(begin));
        figures.put(name + "_cpu_s", cpu_seconds() - cpu);
    }

    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::Index> index;
    std::unique_ptr<store::Snapshots> snapshots;
};

/// Changes that no snapshot knows of.
void fall_behind(store::Store& store, std::uint64_t entries)
{
    auto const writer = store.writer();
    model::Attribution const by{"bench", "import", "", {}};
    for (std::uint64_t n = 0; n < entries;) {
        store::Batch batch;
        for (std::uint64_t i = 0; i < 1'000; ++i, ++n) {
            auto const state = scattered(n) % 2 == 0 ? model::State::stop : model::State::allow;
            auto const channel = static_cast<model::Channel>(scattered(n) % 5);
            batch.changes.push_back(
                {model::SetPreference{phone(n * 7), {channel, model::read_covers("survey"), state}},
                 by});
        }
        writer->commit(batch);
    }
}

}  // namespace

void measure_starts(std::string const& file, int rounds, Figures& figures)
{
    auto const snapshot = store::snapshot_file("sqlite:" + file);
    for (int round = 0; round < rounds; ++round) {
        std::filesystem::remove(snapshot);
        {
            Start start{file, "start_from_ledger", figures};
            figures.put("start_subjects", static_cast<double>(start.index->size()));
            figures.put("start_bytes", static_cast<double>(start.index->resident_bytes()));
            auto const begin = Clock::now();
            start.snapshots->stop();
            figures.put("snapshot_write_s", seconds_since(begin));
        }
        figures.put("snapshot_bytes", static_cast<double>(std::filesystem::file_size(snapshot)));
        {
            Start start{file, "start_from_snapshot", figures};
            figures.put("snapshot_was_taken", start.snapshots->began_with_one() ? 1 : 0);
            fall_behind(*start.store, 10'000);
        }
        Start const start{file, "start_behind", figures};
        figures.put("snapshot_was_taken", start.snapshots->began_with_one() ? 1 : 0);
    }
}

}  // namespace bench
