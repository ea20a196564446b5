// How many chose what, and what changed when.
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Reports : public AdminApi {
protected:
    Reports()
    {
        stop("+14155550100", "promotional", "stop", "reply");
        stop("+14155550101", "newsletter", "allow", "web");
        stop("+14155550102", "billing", "stop", "staff");
        put("/api/v1/addresses/a@example.com/suppressions",
            R"({"channel":"email","suppression":"hard_bounce"})");
    }

    void stop(std::string const& address, std::string const& covers, std::string const& state,
              std::string const& source)
    {
        put("/api/v1/addresses/" + address + "/preferences",
            R"({"channel":"sms","covers":")" + covers + R"(","state":")" + state +
                R"(","source":")" + source + "\"}");
    }
    std::string csv(std::string const& target)
    {
        return call("GET", target, "", "viewer-secret", {{"Accept", "text/csv"}}).body;
    }
};

TEST_F(Reports, ConsentIsCountedByChannelCategoryAndState)
{
    auto const report = get("/api/v1/reports/consent?channel=sms", "viewer-secret");

    ASSERT_EQ(report.status, 200U) << report.body;
    EXPECT_THAT(report.body, StartsWith(R"({"addresses":4,"items":[)"));
    EXPECT_THAT(report.body,
                HasSubstr(R"({"channel":"sms","category":"newsletter","kind":"promotional",)"
                          R"("state":"allow","addresses":1,"delivered":1})"));
    EXPECT_THAT(report.body,
                HasSubstr(R"({"channel":"sms","category":"newsletter","kind":"promotional",)"
                          R"("state":"none","addresses":1,"delivered":0})"));
    EXPECT_THAT(report.body,
                HasSubstr(R"({"channel":"sms","category":"marketing","kind":"promotional",)"
                          R"("state":"none","addresses":2,"delivered":2})"));
    EXPECT_THAT(report.body, Not(HasSubstr("email")));
}

TEST_F(Reports, ConsentAsCsvOfOneCategory)
{
    EXPECT_EQ(csv("/api/v1/reports/consent?category=billing&channel=sms"),
              "channel,category,kind,state,addresses,delivered\r\n"
              "sms,billing,transactional,stop,1,0\r\n"
              "sms,billing,transactional,none,2,2\r\n");
    EXPECT_EQ(csv("/api/v1/reports/consent?category=billing&channel=email"),
              "channel,category,kind,state,addresses,delivered\r\n"
              "email,billing,transactional,stop,1,0\r\n");
}

TEST_F(Reports, ChangesAreCountedADayBySourceAndAction)
{
    stop("+14155550100", "promotional", "stop", "reply");  // changes nothing
    stop("+14155550103", "any", "stop", "reply");

    auto const report = get("/api/v1/reports/changes", "viewer-secret");
    auto const rows = csv("/api/v1/reports/changes");

    ASSERT_EQ(report.status, 200U) << report.body;
    EXPECT_THAT(report.body, HasSubstr(R"("source":"reply","action":"preference","changes":2)"));
    EXPECT_THAT(report.body, HasSubstr(R"("source":"staff","action":"suppression","changes":1)"));
    EXPECT_THAT(rows, StartsWith("day,source,action,changes\r\n20"));
    EXPECT_THAT(rows, HasSubstr(",web,preference,1\r\n"));
    EXPECT_EQ(get("/api/v1/reports/changes?until=2020-01-01&since=2019-01-01").body,
              R"({"items":[]})");
}

TEST_F(Reports, WhatCantBeAskedIsSaid)
{
    auto const channel = get("/api/v1/reports/consent?channel=fax&category=spam");

    EXPECT_EQ(channel.status, 422U);
    EXPECT_THAT(channel.body, HasSubstr("sms, email, whatsapp, viber or rcs"));
    EXPECT_THAT(channel.body, HasSubstr("marketing, newsletter, one_time_code or billing"));
    EXPECT_EQ(get("/api/v1/reports/consent?kind=x").status, 400U);
    EXPECT_EQ(get("/api/v1/reports/changes?since=yesterday").status, 422U);
    EXPECT_EQ(get("/api/v1/reports/changes", "").status, 401U);
}

}  // namespace
}  // namespace tests
