#include "gateway/observe/count.hpp"

#include <gtest/gtest.h>

namespace gateway {
namespace {

using namespace std::chrono_literals;

TEST(Count, AddsAndGoesBelowZeroAsALevel)
{
    Count count;
    count.add();
    count.add(4);
    EXPECT_EQ(count.read(), 5U);
    count.sub(7);
    EXPECT_EQ(count.level(), -2);
    count.set(9);
    EXPECT_EQ(count.level(), 9);
}

TEST(Latencies, ABucketTakesItsBound)
{
    EXPECT_EQ(Latencies::bound(0), 16us);
    EXPECT_EQ(Latencies::bucket_of(0), 0U);
    EXPECT_EQ(Latencies::bucket_of(16), 0U);
    EXPECT_EQ(Latencies::bucket_of(17), 1U);
    EXPECT_EQ(Latencies::bucket_of(32), 1U);
    EXPECT_EQ(Latencies::bucket_of(33), 2U);
}

TEST(Latencies, EveryBucketEndsAtItsBound)
{
    for (std::size_t i = 0; i < Latencies::bounds; ++i) {
        auto const bound = static_cast<std::uint64_t>(Latencies::bound(i).count());
        EXPECT_EQ(Latencies::bucket_of(bound), i);
        EXPECT_EQ(Latencies::bucket_of(bound + 1), i + 1);
    }
    EXPECT_EQ(Latencies::bucket_of(UINT64_MAX), Latencies::bounds);
}

TEST(Latencies, AClockThatStepsBackCountsAsNoTime)
{
    Latencies latencies;
    latencies.add(-5us);
    latencies.add(100us);
    EXPECT_EQ(latencies.buckets[0].read(), 1U);
    EXPECT_EQ(latencies.sum_us.read(), 100U);
}

}  // namespace
}  // namespace gateway
