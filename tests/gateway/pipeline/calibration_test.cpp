// Thresholds from an application's own labels: counted on the way, saved, and taken up again.
#include "gateway/calibration.hpp"

#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

using gateway::Calibration;
using model::Kind;

std::int32_t const shipped = filters::Thresholds{}.promotional;

TEST(Calibration, MovesAThresholdWhenThereAreEnoughAndAsksToBeSaved)
{
    Calibration calibration{"shop"};
    std::size_t saves = 0;
    for (std::uint32_t i = 0; i < 3 * Calibration::between_saves; ++i) {
        EXPECT_TRUE(saves >= 2 || calibration.thresholds().promotional == shipped) << i;
        if (calibration.add(Kind::transactional, shipped + 700)) ++saves;
    }
    EXPECT_EQ(saves, 3U);
    EXPECT_GT(calibration.thresholds().promotional, shipped + 700);
}

TEST(Calibration, TakesUpWhatWasSavedOfItsOwn)
{
    Calibration before{"shop"};
    for (int i = 0; i < 500; ++i)
        before.add(Kind::transactional, shipped + 700);

    Calibration after{"shop"};
    after.restore(before.counts());
    EXPECT_EQ(after.counts().size(), before.counts().size());
    EXPECT_GT(after.thresholds().promotional, shipped + 700);

    Calibration other{"crm"};
    other.restore(before.counts());
    other.restore({{"crm", Kind::promotional, -1, 500}, {"crm", Kind::promotional, 9'999, 500}});
    EXPECT_EQ(other.thresholds().promotional, shipped);
}

TEST(Calibration, OldScoresFade)
{
    Calibration calibration{"shop"};
    for (std::uint32_t i = 0; i < 2 * Calibration::most_scores; ++i)
        calibration.add(Kind::transactional, shipped + 700);
    std::int64_t total = 0;
    for (auto const& count : calibration.counts())
        total += count.count;
    EXPECT_LE(total, Calibration::most_scores + Calibration::between_saves);
}

TEST(Calibration, CountsOneInSixteenOfWhatASenderLabels)
{
    ScriptedUpstream twilio{says(answer_of(201, "{}"))};
    TestGateway gateway{{"[providers.twilio]\nupstream = \"" + twilio.url() +
                         "\"\n[applications.default]\ncalibrate = true\n"}};
    Client caller{gateway.port()};
    for (std::uint32_t i = 0; i < 4 * Calibration::one_in; ++i)
        caller.ask(twilio_send(other_phone, "X-Optgate-Category: order\r\n"));
    gateway.stop();
    std::int64_t transactional = 0;
    std::int64_t promotional = 0;
    for (auto const& count : gateway.scores())
        (count.kind == Kind::promotional ? promotional : transactional) += count.count;
    EXPECT_EQ(transactional, 4);
    EXPECT_EQ(promotional, 0);
}

}  // namespace
}  // namespace tests
