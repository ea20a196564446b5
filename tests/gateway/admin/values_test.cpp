// The small values behind the answers: times, CSV cells, masks, back-off, duplicate names.
#include "gateway/admin/back_off.hpp"
#include "gateway/admin/csv.hpp"
#include "gateway/admin/duplicate_names.hpp"
#include "gateway/admin/mask.hpp"
#include "gateway/admin/times.hpp"

#include <gtest/gtest.h>

namespace gateway::admin {
namespace {

using namespace std::chrono_literals;

TEST(Times, AreRfc3339InUtcWithMilliseconds)
{
    EXPECT_EQ(rfc3339(model::Time{0ms}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339(model::Time{1'795'291'442'123ms}), "2026-11-21T20:04:02.123Z");
}

TEST(Times, AreReadWithFractionsAndOffsets)
{
    auto const noon = read_rfc3339("2026-11-21T12:00:00Z");
    ASSERT_TRUE(noon);
    EXPECT_EQ(read_rfc3339("2026-11-21T14:00:00+02:00"), noon);
    EXPECT_EQ(read_rfc3339("2026-11-21t06:30:00-05:30"), noon);
    EXPECT_EQ(read_rfc3339("2026-11-21T12:00:00.0259Z"), *noon + 25ms);
    EXPECT_EQ(read_rfc3339("2026-11-21"), *noon - 12h);
}

TEST(Times, AreRefusedWhereTheyAreNone)
{
    for (auto const* text :
         {"", "yesterday", "2026-02-30", "2026-11-21T12:00:00", "2026-11-21T25:00:00Z",
          "2026-11-21T12:00:00Zx", "2026-11-21T12:00:00.Z", "2026-11-21T12:00:00+2:00",
          "2026-11-21T-1:00:00Z"}) {
        EXPECT_FALSE(read_rfc3339(text)) << text;
    }
}

TEST(Mask, HidesAddressesInSentences)
{
    Caller const viewer;
    EXPECT_EQ(shown_text("stopped sms to +14155550100", viewer), "stopped sms to +*********00");
    EXPECT_EQ(shown_text("from \"ann@example.com\", by mail", viewer),
              "from \"a***@example.com\", by mail");
    EXPECT_EQ(shown_text("call (415) 555-0100 now", viewer), "call (***) ***-**00 now");
    EXPECT_EQ(shown_text("order 12345", viewer), "order 12345");
}

TEST(Mask, HidesNamesThatAreAddressesAndTellsThemApart)
{
    Caller const viewer{"eve", model::Role::viewer, {1, 2, 3}};
    auto const ann = shown_name("ann@example.com", viewer);
    auto const amy = shown_name("amy@example.com", viewer);

    EXPECT_EQ(ann.substr(0, ann.find('#')), "a***@example.com");
    EXPECT_EQ(amy.substr(0, amy.find('#')), "a***@example.com");
    EXPECT_NE(ann, amy);
    EXPECT_EQ(ann, shown_name("ann@example.com", viewer));
    EXPECT_NE(ann, shown_name("ann@example.com", {"eve", model::Role::viewer, {3, 2, 1}}))
        << "without the store's secret nobody finds out whose it is";
    for (auto const* address :
         {"+14155550100", "+2902123", "4155550100", "(415) 555-0100", "viber:01234567890A="}) {
        auto const shown = shown_name(address, viewer);
        EXPECT_EQ(shown.substr(0, shown.find('#')).find("01"), std::string::npos) << shown;
    }
    for (auto const* plain : {"1042", "12345678", "acme-7", "staff", "", "Ann Lee"})
        EXPECT_EQ(shown_name(plain, viewer), plain);
    EXPECT_EQ(shown_name("ann@example.com", {"ann", model::Role::operator_}), "ann@example.com");
}

TEST(Mask, LeavesOperatorsTheWholeText)
{
    Caller const caller{"ann", model::Role::operator_};
    EXPECT_EQ(shown_text("to +14155550100", caller), "to +14155550100");
}

TEST(DuplicateName, IsFoundAtAnyDepth)
{
    EXPECT_EQ(duplicate_name(R"({"a":[{"b":1,"c":2,"b":3}]})"), "b");
    EXPECT_EQ(duplicate_name(R"({"a":{"x":1},"b":{"x":1}})"), std::nullopt);
    EXPECT_EQ(duplicate_name(R"({"a":1,"\u0061":2})"), "a");
}

struct WrongTokens : testing::Test {
    boost::asio::ip::address peer = boost::asio::ip::make_address("192.0.2.1");
    AdminLimits limits;
    BackOff::Instant now{};
    BackOff back_off{3};
};

TEST_F(WrongTokens, WaitDoublesUpToTheLongest)
{
    for (unsigned i = 1; i < limits.wrong_tokens; ++i)
        back_off.wrong(peer, limits, now);
    EXPECT_EQ(back_off.wait(peer, now), 0ms);

    for (auto const wait :
         {1'000ms, 2'000ms, 4'000ms, 8'000ms, 16'000ms, 32'000ms, 60'000ms, 60'000ms}) {
        back_off.wrong(peer, limits, now);
        EXPECT_EQ(back_off.wait(peer, now), wait);
    }
    EXPECT_EQ(back_off.wait(peer, now + 60s), 0ms);
}

TEST_F(WrongTokens, PeersInOneIpv6NetworkAreOne)
{
    limits.wrong_tokens = 1;
    back_off.wrong(boost::asio::ip::make_address("2001:db8::1"), limits, now);

    EXPECT_GT(back_off.wait(boost::asio::ip::make_address("2001:db8::2"), now), 0ms);
    EXPECT_EQ(back_off.wait(boost::asio::ip::make_address("2001:db8:0:1::1"), now), 0ms);
}

TEST_F(WrongTokens, TableStaysBoundedAndForgetsTheOldest)
{
    limits.wrong_tokens = 1;
    for (auto const* text : {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"}) {
        back_off.wrong(boost::asio::ip::make_address(text), limits, now);
    }

    EXPECT_EQ(back_off.size(), 3U);
    EXPECT_EQ(back_off.wait(peer, now), 0ms);
    EXPECT_GT(back_off.wait(boost::asio::ip::make_address("192.0.2.4"), now), 0ms);
}

}  // namespace
}  // namespace gateway::admin
