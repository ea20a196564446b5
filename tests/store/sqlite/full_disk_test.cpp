#include "tests/store/changes.hpp"

#include <sqlite3.h>

namespace store {
namespace {

struct FullDisk : testing::Test {
    void fill(std::size_t at_a_time = 50)
    {
        model::JournalEntry entry;
        entry.at = noon - std::chrono::days{30};
        entry.evidence = std::string(500, 'x');
        for (;; ++filled)
            writer->commit({{}, std::vector(at_a_time, entry)});
    }

    Folder folder;
    std::unique_ptr<Store> store = open("sqlite:" + folder.file(), {.max_bytes = 1'000'000});
    std::unique_ptr<Writer> writer = store->writer();
    std::unique_ptr<Reader> reader = store->reader();
    int filled = 0;
};

TEST_F(FullDisk, KeepsNothingOfTheBatchAndAllBeforeIt)
{
    EXPECT_THROW(fill(), Unavailable);

    EXPECT_GT(filled, 5);
    EXPECT_EQ(reader->journal({.limit = 100'000}).entries.size(),
              static_cast<std::size_t>(filled) * 50);
}

TEST_F(FullDisk, TakesChangesAgainOnceThereIsRoom)
{
    EXPECT_THROW(fill(), Unavailable);
    Batch large;
    for (int i = 0; i < 200; ++i)
        large.changes.push_back(stop(phone(i)));
    EXPECT_THROW(writer->commit(large), Unavailable);
    EXPECT_TRUE(reader->profile(phone(7)).empty());

    EXPECT_GT(writer->trim_journal({std::chrono::days{1}, 1}, noon, 1'000), 0u);

    EXPECT_EQ(writer->commit(large).changes.size(), 200u);
    EXPECT_FALSE(reader->profile(phone(7)).empty());
}

TEST_F(FullDisk, AProbeAsksForRoom)
{
    EXPECT_THROW(fill(), Unavailable);
    EXPECT_THROW(fill(1), Unavailable);
    EXPECT_THROW(writer->commit({}), Unavailable);

    writer->limit(2'000'000);

    EXPECT_NO_THROW(writer->commit({}));
    EXPECT_EQ(writer->commit({{stop(phone())}, {}}).changes.size(), 1u);
}

TEST_F(FullDisk, IsToldLikeALockThatAnotherNeverGivesBack)
{
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(folder.file().c_str(), &raw), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(raw, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);

    EXPECT_THROW(writer->commit({{stop(phone())}, {}}), Unavailable);

    sqlite3_exec(raw, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(raw);
    EXPECT_EQ(writer->commit({{stop(phone())}, {}}).changes.size(), 1u);
}

}  // namespace
}  // namespace store
