#include "filters/classify/calibration.hpp"

#include <gtest/gtest.h>

namespace filters {
namespace {

ScoreCounts many_at(std::int32_t score, std::uint32_t count)
{
    ScoreCounts counts;
    counts.of[ScoreCounts::bucket_of(score)] = count;
    return counts;
}

ScoreCounts const none{};
Thresholds const shipped{-200, 500};

TEST(Calibration, BucketsHoldTheirScores)
{
    for (std::int32_t score = -9'000; score <= 9'000; score += 13) {
        auto const bucket = ScoreCounts::bucket_of(score);
        ASSERT_LT(bucket, ScoreCounts::buckets);
        if (score < -8'000 || score >= 8'000) continue;
        EXPECT_LE(ScoreCounts::begin_of(bucket), score);
        EXPECT_GT(ScoreCounts::begin_of(bucket + 1), score);
    }
}

TEST(Calibration, NeedsEnoughOfAKind)
{
    auto const found = calibrated(none, many_at(1'000, enough_scores - 1), shipped);
    EXPECT_EQ(found.promotional, shipped.promotional);
    EXPECT_EQ(found.transactional, shipped.transactional);
}

TEST(Calibration, PromotionalBeginsWhereTheOwnTransactionalEnd)
{
    auto const found = calibrated(none, many_at(1'100, enough_scores), shipped);
    EXPECT_EQ(found.promotional, 1'250);
    EXPECT_EQ(found.transactional, shipped.transactional);
}

TEST(Calibration, OneInAHundredMayLieBeyond)
{
    auto counts = many_at(700, 396);
    counts.of[ScoreCounts::bucket_of(6'000)] = 4;
    EXPECT_EQ(calibrated(none, counts, shipped).promotional, 750);
    counts.of[ScoreCounts::bucket_of(6'000)] = 5;
    EXPECT_EQ(calibrated(none, counts, shipped).promotional, 500 + furthest_shift);
}

TEST(Calibration, TransactionalEndsWhereTheOwnPromotionalBegin)
{
    auto const found = calibrated(many_at(-600, enough_scores), none, shipped);
    EXPECT_EQ(found.transactional, -751);
    EXPECT_EQ(found.promotional, shipped.promotional);
}

TEST(Calibration, MovesOnlySoFarAndKeepsTheKindsApart)
{
    auto const wrong = calibrated(many_at(7'000, 1'000), many_at(-7'000, 1'000), shipped);
    EXPECT_EQ(wrong.promotional, 500 - furthest_shift);
    EXPECT_LT(wrong.transactional, wrong.promotional);
    auto const overlapping = calibrated(many_at(-7'000, 1'000), many_at(7'000, 1'000), shipped);
    EXPECT_EQ(overlapping.promotional, 500 + furthest_shift);
    EXPECT_EQ(overlapping.transactional, -200 - furthest_shift);
}

}  // namespace
}  // namespace filters
