#include "tests/fakes/link.hpp"
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class Lists : public AdminApi {
protected:
    Response prune(std::string const& body, std::string const& query,
                   std::string const& type = "text/csv", std::string const& token = "viewer-secret")
    {
        return call("POST", "/api/v1/lists/prune?" + query, body, token, {{"Content-Type", type}});
    }

    /// What Link rel="removed" of an answer leads to.
    Response removed_of(Response const& pruned, std::string const& token = "viewer-secret")
    {
        auto const link = pruned.header("link");
        EXPECT_THAT(link, testing::EndsWith(">; rel=\"removed\""));
        return get(link.substr(1, link.find('>') - 1), token);
    }

    void stop(std::string const& address, std::string const& covers = "promotional")
    {
        put("/api/v1/addresses/" + address + "/preferences",
            R"({"channel":"sms","covers":")" + covers + R"(","state":"stop"})");
    }
};

constexpr auto marketing = "channel=sms&category=marketing&column=to";

TEST_F(Lists, JsonIsSplitIntoKeptAndRemovedAsSpelt)
{
    stop("+14155550100");
    put("/api/v1/addresses/+14155550101/suppressions",
        R"({"channel":"sms","suppression":"do_not_contact"})");

    auto const pruned = call("POST", "/api/v1/lists/prune", R"({"channel":"sms",
        "category":"marketing","recipients":["+14155550102","(415) 555-0100","+14155550101","?"]})",
                             "viewer-secret");

    ASSERT_EQ(pruned.status, 200U) << pruned.body;
    EXPECT_EQ(pruned.body, R"({"kept":["+14155550102"],"removed":[)"
                           R"({"to":"(415) 555-0100","reason":"consent_withdrawn"},)"
                           R"({"to":"+14155550101","reason":"do_not_contact"},)"
                           R"({"to":"?","reason":"address_unreadable"}]})");
}

TEST_F(Lists, ALongOneHoldsUpNobodyElse)
{
    std::string body = R"({"channel":"sms","category":"marketing","recipients":["?")";
    for (int i = 0; i < 100'000; ++i)
        body += ",\"(415) 555-" + std::to_string(1'000 + i % 9'000) + '"';
    body += "]}";
    auto const caller = Link::to(port());
    caller->send(
        "POST /api/v1/lists/prune HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer viewer-secret\r\n"
        "Content-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body);

    EXPECT_EQ(get("/healthz", "").status, 200U);
    EXPECT_EQ(call("POST", "/api/v1/decisions",
                   R"({"channel":"sms","to":["+14155550100"],"category":"marketing"})")
                  .status,
              200U);

    EXPECT_FALSE(caller->can_be_read(std::chrono::milliseconds{0})) << "it takes a second at least";
    EXPECT_THAT(caller->receive(), StartsWith("HTTP/1.1 200"));
}

TEST_F(Lists, JsonOfAnUnknownCategoryNamesTheKnownOnes)
{
    auto const refused =
        call("POST", "/api/v1/lists/prune",
             R"({"channel":"fax","category":"spam","recipients":["+14155550102"]})");

    EXPECT_EQ(refused.status, 422U);
    EXPECT_THAT(refused.body, HasSubstr("marketing, newsletter, one_time_code or billing"));
    EXPECT_THAT(refused.body, HasSubstr("sms, email, whatsapp, viber or rcs"));
}

TEST_F(Lists, RowsOfCsvComeBackAsTheyWereOnOneSideOrTheOther)
{
    stop("+14155550100");
    std::string const list =
        "name;to;note\r\n"
        "\"Smith; Joe\";+1 415 555 0100;\"two\r\nlines\"\r\n"
        "J\xC3\xBCrgen;+14155550102;\r\n"
        "Nobody;;x\r\n";

    auto const pruned = prune(list, marketing);
    ASSERT_EQ(pruned.status, 200U) << pruned.body;
    auto const removed = removed_of(pruned);

    EXPECT_THAT(pruned.header("content-type"), StartsWith("text/csv"));
    EXPECT_EQ(pruned.body, "name;to;note\r\nJ\xC3\xBCrgen;+14155550102;\r\n");
    EXPECT_EQ(pruned.header("x-optgate-kept"), "1");
    EXPECT_EQ(pruned.header("x-optgate-removed"), "2");
    EXPECT_EQ(removed.status, 200U);
    EXPECT_EQ(removed.body,
              "name;to;note;reason\r\n"
              "\"Smith; Joe\";+1 415 555 0100;\"two\r\nlines\";consent_withdrawn\r\n"
              "Nobody;;x;address_unreadable\r\n");
}

TEST_F(Lists, JsonLinesComeBackAsTheyWere)
{
    stop("+14155550100");

    auto const pruned = prune(
        "{\"to\":\"+14155550102\",\"n\":1.90}\n"
        "{\"to\":\"+14155550100\",\"reason\":\"x\"}\n\"+14155550100\"\n",
        "channel=sms&category=marketing", "application/x-ndjson");

    EXPECT_EQ(pruned.body, "{\"to\":\"+14155550102\",\"n\":1.90}\n");
    EXPECT_EQ(
        removed_of(pruned).body,
        "{\"to\":\"+14155550100\",\"reason\":\"x\",\"optgate_reason\":\"consent_withdrawn\"}\n"
        "{\"to\":\"+14155550100\",\"reason\":\"consent_withdrawn\"}\n");
}

TEST_F(Lists, AReasonStandsUnderItsNameWhateverTheRowLacks)
{
    stop("+14155550100");

    auto const pruned = prune("sep=;\nto;name;note\n+14155550100\n'+14155550100;x\n", marketing);

    EXPECT_EQ(pruned.body, "sep=;\nto;name;note\n");
    EXPECT_EQ(removed_of(pruned).body,
              "sep=;\nto;name;note;reason\n+14155550100;;;consent_withdrawn\n"
              "'+14155550100;x;;consent_withdrawn\n");
}

TEST_F(Lists, NumbersInJsonAreReadAsPhones)
{
    stop("+14155550100");

    auto const pruned = prune("{\"to\":14155550100}\n14155550102\n{\"to\":4155550100.0}\n",
                              "channel=sms&category=marketing", "application/x-ndjson");

    EXPECT_EQ(pruned.body, "14155550102\n");
    EXPECT_THAT(removed_of(pruned).body,
                HasSubstr("{\"to\":14155550100,\"reason\":\"consent_withdrawn\"}"));
    EXPECT_EQ(pruned.header("x-optgate-removed"), "2");
}

TEST_F(Lists, TheDecisionIsThatOfASend)
{
    stop("+14155550100", "marketing");
    std::string const list = "to\n+14155550100\n";

    EXPECT_EQ(prune(list, marketing).body, "to\n");
    EXPECT_EQ(prune(list, "channel=sms&category=billing").body, list);
    EXPECT_EQ(prune(list, "channel=viber&category=marketing").body, list);
    EXPECT_EQ(prune(list, "channel=sms&category=newsletter").body, "to\n");
}

TEST_F(Lists, AListThatCantBeReadIsRefusedWithLineAndColumn)
{
    auto const missing = prune("address\n+14155550100\n", marketing);
    auto const which = prune("a,b\n1,2\n", "channel=sms&category=marketing");
    auto const not_utf8 = prune("to,name\n+14155550102,ok\n+14155550103,\xE4\n", marketing);
    auto const empty = prune(" ", marketing);
    auto const parameters = prune("to\n", "channel=sms&colum=to");
    auto const type = prune("to\n", marketing, "application/pdf");

    EXPECT_EQ(missing.status, 422U);
    EXPECT_THAT(missing.body, HasSubstr("line 1, column 1: there is no column \\\"to\\\""));
    EXPECT_EQ(which.status, 422U);
    EXPECT_THAT(which.body, HasSubstr("which column holds the addresses? There are a and b"));
    EXPECT_EQ(not_utf8.status, 422U);
    EXPECT_THAT(not_utf8.body, HasSubstr("line 3, column 14: not UTF-8"));
    EXPECT_EQ(empty.status, 422U);
    EXPECT_EQ(parameters.status, 400U);
    EXPECT_EQ(type.status, 415U);
    EXPECT_EQ(type.header("accept"), "application/json, text/csv, application/x-ndjson");
}

TEST_F(Lists, RemovedRowsAreForWhoAskedAndForAWhile)
{
    stop("+14155550100");
    auto const pruned = prune("to\n+14155550100\n", marketing);

    EXPECT_EQ(removed_of(pruned, "operator-secret").status, 404U);
    EXPECT_EQ(removed_of(pruned, "").status, 401U);
    EXPECT_EQ(removed_of(pruned).body, "to,reason\n+14155550100,consent_withdrawn\n");
    seconds_ = 899;
    EXPECT_EQ(removed_of(pruned).status, 200U);
    seconds_ = 900;
    EXPECT_EQ(removed_of(pruned).status, 404U);
    EXPECT_EQ(get("/api/v1/lists/removed/nothing").status, 404U);
}

TEST_F(Lists, MegabytesGoThroughInPiecesAndAreStillInOrder)
{
    stop("+14155550100");
    std::string list = "to,n\n";
    std::string kept = list;
    for (int i = 0; i < 200'000; ++i) {
        auto const row =
            (i % 10 == 0 ? "+14155550100," : "+14155550102,") + std::to_string(i) + "\n";
        list += row;
        if (i % 10 != 0) kept += row;
    }

    auto const pruned = prune(list, marketing);

    EXPECT_EQ(pruned.header("x-optgate-removed"), "20000");
    EXPECT_TRUE(pruned.body == kept);
}

TEST_F(Lists, ABodyWithoutATokenIsNotRead)
{
    auto const answer = send_raw(
        port(),
        "POST /api/v1/lists/prune?channel=sms&category=marketing HTTP/1.1\r\nHost: x\r\n"
        "Content-Type: text/csv\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 401 "));
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
}

TEST_F(Lists, AChunkedBodyIsTakenAndTheConnectionStays)
{
    auto const answer =
        send_raw(port(),
                 "POST /api/v1/lists/prune?channel=sms&category=marketing HTTP/1.1\r\nHost: x\r\n"
                 "Authorization: Bearer viewer-secret\r\nContent-Type: text/csv\r\n"
                 "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "2\r\nto\r\n2\r\n\n+\r\nc\r\n14155550102\n\r\n0\r\n\r\n"
                 "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nto\n+14155550102\n\r\n0\r\n"));
    EXPECT_THAT(answer, HasSubstr("{\"status\":\"alive\"}"));
}

TEST_F(Lists, ABodyThatBreaksOffLeavesNothingBehind)
{
    auto const answer =
        send_raw(port(),
                 "POST /api/v1/lists/prune?channel=sms&category=marketing HTTP/1.1\r\nHost: x\r\n"
                 "Authorization: Bearer viewer-secret\r\nContent-Type: text/csv\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n2\r\nto\r\nnonsense\r\n");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 "));
}

}  // namespace
}  // namespace tests
