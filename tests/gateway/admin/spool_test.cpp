#include "gateway/admin/spool.hpp"

#include "gateway/admin/removed_lists.hpp"

#include <gtest/gtest.h>

namespace gateway::admin {
namespace {

TEST(Spool, GivesBackWhatWasAppended)
{
    Spool spool{std::make_shared<SpoolSpace>("", 1'000'000)};
    std::string all;
    for (int i = 0; i < 30'000; ++i) {
        auto const row = "row " + std::to_string(i) + "\n";
        all += row;
        ASSERT_TRUE(spool.append(row));
    }

    std::string read;
    while (auto const piece = spool.read(read.size(), 10'000))
        read += *piece;

    EXPECT_TRUE(read == all);
    EXPECT_EQ(spool.size(), all.size());
}

TEST(Spool, AllOfThemShareOneLimitAndGiveItBack)
{
    auto const space = std::make_shared<SpoolSpace>("", 100'000);
    std::string const piece(70'000, 'x');
    {
        Spool first{space};
        Spool second{space};
        EXPECT_TRUE(first.append(piece));
        EXPECT_FALSE(second.append(piece));
        EXPECT_FALSE(second.complete());
        EXPECT_FALSE(second.append("y"));
    }
    Spool third{space};
    EXPECT_TRUE(third.append(piece));
    EXPECT_TRUE(third.complete());
}

TEST(RemovedLists, TheOldestGoWhereThereAreTooMany)
{
    using namespace std::chrono_literals;
    std::chrono::steady_clock::time_point const now{};
    RemovedLists lists;
    auto const keep = [&] {
        return lists.keep({"", "me", "text/csv", nullptr, now + 10s}, 2, now);
    };

    auto const first = keep();
    auto const second = keep();
    auto const third = keep();

    EXPECT_EQ(lists.find(first, "me", now), nullptr);
    EXPECT_NE(lists.find(second, "me", now), nullptr);
    EXPECT_EQ(lists.find(third, "you", now), nullptr);
    EXPECT_NE(lists.find(third, "me", now + 9s), nullptr);
    EXPECT_EQ(lists.find(third, "me", now + 10s), nullptr);
}

}  // namespace
}  // namespace gateway::admin
