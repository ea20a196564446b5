#include "gateway/observe/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gateway::log {
namespace {

using testing::MatchesRegex;

class Logged : public testing::Test {
protected:
    void SetUp() override
    {
        start();
        set_level("info");
    }
};

TEST_F(Logged, IsOneLineWithTimeAndLevel)
{
    testing::internal::CaptureStderr();
    warn("the store {} not written", "was");
    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z warning the store "
                             "was not written\n"));
}

TEST_F(Logged, IsLeftOutBelowItsLevel)
{
    testing::internal::CaptureStderr();
    debug("no");
    set_level("error");
    info("no");
    warn("no");
    error("yes");
    set_level("off");
    error("no");
    EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::EndsWith("error yes\n"));
}

TEST_F(Logged, AnUnknownLevelChangesNothing)
{
    set_level("loud");
    EXPECT_TRUE(is_on(Level::info));
    EXPECT_FALSE(is_on(Level::debug));
}

TEST_F(Logged, BracesInALineAreOnlyBraces)
{
    testing::internal::CaptureStderr();
    write(Level::info, "{} {0}");
    EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::EndsWith("info {} {0}\n"));
}

}  // namespace
}  // namespace gateway::log
