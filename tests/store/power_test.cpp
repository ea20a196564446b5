// Power that goes at any write: what was acknowledged is there when it is back, and the ledger is whole.
#include "tests/fakes/disk.hpp"
#include "tests/store/changes.hpp"

#include <algorithm>

namespace store {
namespace {

/// The disk as the power left it, and what had been acknowledged by then.
struct Left {
    std::unique_ptr<Folder> folder = std::make_unique<Folder>();
    int acknowledged = 0;
};

struct PowerCut : testing::Test {
    /// At one change of a file in `rarely` the power goes, in a world beside this one.
    void lose_power_at_times(unsigned rarely)
    {
        disk.before_each_change([this, rarely] {
            if (dice() % rarely != 0) return;
            Left left;
            left.acknowledged = acknowledged;
            disk.lose_power_into(std::filesystem::path{left.folder->file()}.parent_path(), dice);
            worlds.push_back(std::move(left));
        });
    }
    /// That all of it is there, and of what was under way all or nothing: `size` changes at a time.
    void expect_whole(int size)
    {
        disk.before_each_change(nullptr);
        ASSERT_GT(worlds.size(), 8U) << "seed " << seed;
        for (auto const& [left, acknowledged] : worlds) {
            auto const after = open("sqlite:" + left->file());
            auto const reader = after->reader();
            auto const there = static_cast<int>(reader->head().sequence);
            EXPECT_GE(there, acknowledged * size) << "seed " << seed;
            EXPECT_EQ(there % size, 0) << "seed " << seed;
            EXPECT_FALSE(reader->verify({}).broken) << "seed " << seed;
            for (int number = 0; number < there; ++number)
                ASSERT_EQ(reader->profile(phone(number)).own.size(), 1U) << "seed " << seed;
            EXPECT_NO_THROW(after->writer()->commit({{stop(phone(9'999'999))}, {}}));
        }
    }

    unsigned const seed = std::random_device{}();
    std::mt19937 dice{seed};
    Folder folder;
    tests::Disk disk{std::filesystem::path{folder.file()}.parent_path()};
    std::vector<Left> worlds;
    int acknowledged = 0;  ///< commits
};

TEST_F(PowerCut, LosesNoCommitThatWasAcknowledged)
{
    lose_power_at_times(40);
    for (int session = 0; session < 4; ++session) {  // each ends with the log folded into the file
        auto const store = open("sqlite:" + folder.file());
        auto const writer = store->writer();
        for (int i = 0; i < 60; ++i, ++acknowledged)
            writer->commit({{stop(phone(acknowledged))}, {}});
    }
    expect_whole(1);
}

TEST_F(PowerCut, LosesNoCommitWhileTheLogIsFoldedIntoTheFile)
{
    constexpr int size = 250;
    lose_power_at_times(1'000);
    auto const store = open("sqlite:" + folder.file());
    auto const writer = store->writer();
    auto const evidence = std::string(6'000, 'e');  // its log is folded at 16 MB
    for (; acknowledged < 12; ++acknowledged) {
        Batch batch;
        for (int i = 0; i < size; ++i)
            batch.changes.push_back(stop(phone(acknowledged * size + i), by("reply", evidence)));
        writer->commit(batch);
    }
    expect_whole(size);
}

TEST_F(PowerCut, LosesNoBatchOfAnImportThatWasAcknowledged)
{
    constexpr int size = 500;
    lose_power_at_times(25);
    auto const store = open("sqlite:" + folder.file());
    auto const writer = store->writer();
    for (; acknowledged < 8; ++acknowledged) {
        auto const loader = writer->loader();
        for (int i = 0; i < size; ++i)
            loader->add(stop(phone(acknowledged * size + i)));
        loader->load({"file", acknowledged, acknowledged});
    }
    expect_whole(size);
}

}  // namespace
}  // namespace store
