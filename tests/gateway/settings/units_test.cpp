#include "gateway/settings/units.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace gateway::settings {
namespace {

using namespace std::chrono_literals;

TEST(Duration, ReadsEachUnit)
{
    EXPECT_EQ(read_duration("500ms"), 500ms);
    EXPECT_EQ(read_duration("10s"), 10s);
    EXPECT_EQ(read_duration("5m"), 5min);
    EXPECT_EQ(read_duration("2h"), 2h);
    EXPECT_EQ(read_duration("30d"), 720h);
}

TEST(Duration, RefusesWhatIsNotNumberAndUnit)
{
    for (auto const* text : {"", "5", "s", "-1s", "1.5s", "5 s", " 5s", "5s ", "5S", "5min", "+5s",
                             "99999999999999999999s", "9223372036854775807d"}) {
        EXPECT_FALSE(read_duration(text)) << text;
    }
}

TEST(Size, ReadsPowersOfTenAndOfTwo)
{
    EXPECT_EQ(read_size("7B"), 7);
    EXPECT_EQ(read_size("2kB"), 2'000);
    EXPECT_EQ(read_size("2KiB"), 2'048);
    EXPECT_EQ(read_size("50MB"), 50'000'000);
    EXPECT_EQ(read_size("512MiB"), 536'870'912);
    EXPECT_EQ(read_size("1GB"), 1'000'000'000);
    EXPECT_EQ(read_size("1GiB"), 1'073'741'824);
}

TEST(Size, RefusesWhatIsNotNumberAndUnit)
{
    for (auto const* text :
         {"", "5", "MB", "-5MB", "1.5MB", "5 MB", "5mb", "5KB", "9223372036854775807GB"}) {
        EXPECT_FALSE(read_size(text)) << text;
    }
}

TEST(Spelling, TakesTheLargestUnitThatIsExact)
{
    EXPECT_EQ(spelt(90s), "90s");
    EXPECT_EQ(spelt(120s), "2m");
    EXPECT_EQ(spelt(24h), "1d");
    EXPECT_EQ(spelt(0ms), "0ms");
    EXPECT_EQ(spelt_size(1'536), "1536B");
    EXPECT_EQ(spelt_size(1'024), "1KiB");
    EXPECT_EQ(spelt_size(50'000'000), "50MB");
}

TEST(Endpoints, ReadsBothFamilies)
{
    EXPECT_EQ(read_endpoint("127.0.0.1:8080"), (Endpoint{"127.0.0.1", 8080}));
    EXPECT_EQ(read_endpoint("[::1]:65535"), (Endpoint{"::1", 65535}));
    EXPECT_EQ(read_endpoint("0.0.0.0:0"), (Endpoint{"0.0.0.0", 0}));
}

TEST(Endpoints, RefusesNamesAndHalves)
{
    for (auto const* text : {"", ":8080", "localhost:8080", "127.0.0.1", "127.0.0.1:",
                             "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x", "::1:8080",
                             "[::1]", "[]:80", "[127.0.0.1]:80", "256.0.0.1:80", " 127.0.0.1:80"}) {
        EXPECT_FALSE(read_endpoint(text)) << text;
    }
}

TEST(Endpoints, KnowsWhatOnlyThisMachineReaches)
{
    EXPECT_TRUE(is_loopback({"127.0.0.1", 1}));
    EXPECT_TRUE(is_loopback({"127.9.9.9", 1}));
    EXPECT_TRUE(is_loopback({"::1", 1}));
    EXPECT_FALSE(is_loopback({"0.0.0.0", 1}));
    EXPECT_FALSE(is_loopback({"::", 1}));
    EXPECT_FALSE(is_loopback({"192.0.2.1", 1}));
}

}  // namespace
}  // namespace gateway::settings
