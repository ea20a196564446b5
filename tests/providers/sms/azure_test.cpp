#include "providers/sms/azure.hpp"

#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace json = boost::json;
using one_call::stamp;
using providers::azure;
using providers::RefusalStyle;
using providers::azure_api::Ending;
using testing::ElementsAre;
using testing::StartsWith;

struct Sms : one_call::Sent {
    explicit Sms(std::string_view body) : one_call::Sent{azure, "/sms", body} {}
};
struct Mail : one_call::Sent {
    explicit Mail(std::string_view body) : one_call::Sent{azure, "/emails:send", body}
    {
        call().query = "api-version=2025-09-01";
    }
};

constexpr std::string_view three =
    R"({"from":"+1","smsRecipients":[{"to":"+1411","repeatabilityRequestId":"r"},{"to":"+1412"},{"to":"+1413"}],)"
    R"("message":"Sale","smsSendOptions":{"tag":"promo"}})";
constexpr std::string_view letter =
    R"({"senderAddress":"s@shop.example","content":{"subject":"S","plainText":"P","html":"<p>H</p>"},)"
    R"("headers":{"List-Unsubscribe":"<mailto:u@shop.example>"},"recipients":{"to":[{"address":"a@x.example"},)"
    R"({"address":"b@x.example"}],"cc":[{"address":"c@x.example"}],"bcc":[{"address":"d@x.example"}]}})";

TEST(Azure, ClaimsBothKindsOfSends)
{
    auto const claims = [](std::string_view method, std::string_view path) {
        return azure.claims({method, path, "", "", "", ""});
    };
    EXPECT_TRUE(claims("POST", "/sms"));
    EXPECT_TRUE(claims("POST", "/Emails:Send/"));
    EXPECT_TRUE(claims("POST", "/emails%3Asend"));
    EXPECT_FALSE(claims("POST", "/sms/optouts:add"));
    EXPECT_FALSE(claims("GET", "/emails/operations/1"));
}

TEST(Azure, ReadsSms)
{
    Sms sms{three};
    EXPECT_THAT(sms.spellings(), ElementsAre("+1411", "+1412", "+1413"));
    auto const message = sms.read().value().messages.at(0);
    EXPECT_EQ(message.hints.at(0).value, "promo");
    EXPECT_EQ(message.sender, "+1");
    EXPECT_EQ(sms.text().plain, "Sale");
}

TEST(Azure, ReadsMail)
{
    Mail mail{letter};
    EXPECT_THAT(mail.spellings(),
                ElementsAre("a@x.example", "b@x.example", "c@x.example", "d@x.example"));
    auto const send = mail.read().value();
    EXPECT_EQ(send.messages.at(0).sender, "s@shop.example");
    EXPECT_TRUE(send.recipients.at(1).primary);
    EXPECT_FALSE(send.recipients.at(2).primary);
    EXPECT_EQ(mail.text().html, "<p>H</p>");
    EXPECT_TRUE(mail.text().has_unsubscribe);

    Mail copies{R"({"recipients":{"to":[],"bcc":[{"address":"a@x.example"}]}})"};
    EXPECT_TRUE(copies.read().value().recipients.at(0).primary);
}

TEST(Azure, RefusesWhatCanBeReadTwoWays)
{
    for (auto const* body :
         {R"({"smsRecipients":[{"to":"1","To":"2"}]})",
          R"({"smsRecipients":[{"to":"1"}],"SmsRecipients":[]})", R"({"smsRecipients":{"to":"1"}})",
          R"({"smsRecipients":["1"]})", R"({"from":"1"})"}) {
        Sms sms{body};
        EXPECT_FALSE(sms.read()) << body;
    }
    for (auto const* body :
         {R"({"recipients":{"to":[{"address":"a"}],"BCC":[{"address":"b"}]}})",
          R"({"recipients":[]})", R"({"recipients":{"to":[{"address":"a","Address":"b"}]}})",
          R"({"headers":{"Bcc":"b"},"recipients":{"to":[{"address":"a"}]}})",
          R"({"headers":{"X":"1\r\nBcc: b"},"recipients":{"to":[{"address":"a"}]}})",
          R"({"senderAddress":"s"})"}) {
        Mail mail{body};
        EXPECT_FALSE(mail.read()) << body;
    }
}

TEST(Azure, CutsRecipients)
{
    Sms sms{three};
    EXPECT_EQ(
        sms.without({true, false, true}),
        R"({"from":"+1","smsRecipients":[{"to":"+1412"}],"message":"Sale","smsSendOptions":{"tag":"promo"}})");
    Mail mail{
        R"({"recipients":{"to":[{"address":"a"},{"address":"b"}],"cc":[{"address":"c"}],"bcc":[{"address":"d"}]}})"};
    EXPECT_EQ(mail.without({true, false, true, false}),
              R"({"recipients":{"to":[{"address":"b"}],"bcc":[{"address":"d"}]}})");
    EXPECT_FALSE(mail.back({true, true, false, false}).delivers_any());
}

TEST(Azure, SaysWhichNumbersOptedOutAndPutsThatAmongTheProviders)
{
    Sms sms{three};
    auto const native = sms.answer(RefusalStyle::native);
    EXPECT_EQ(native.status, 202U);
    auto const all = json::parse(native.body).at("value").as_array();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].at("to"), "+1411");
    EXPECT_EQ(all[0].at("successful"), false);
    EXPECT_EQ(all[0].at("httpStatusCode"), 400);
    EXPECT_EQ(json::parse(sms.answer(RefusalStyle::accept).body).at("value").at(2).at("successful"),
              true);
    EXPECT_EQ(sms.answer(RefusalStyle::error).status, 400U);

    auto const merged =
        sms.merge({false, true, false}, 202, R"({"value":[{"to":"+1411"},{"to":"+1413"}]})");
    ASSERT_TRUE(merged);
    auto const value = json::parse(merged->body).at("value").as_array();
    ASSERT_EQ(value.size(), 3U);
    EXPECT_EQ(value[1].at("to"), "+1412");
    EXPECT_EQ(value[1].at("successful"), false);
    EXPECT_EQ(value[2].at("to"), "+1413");
    auto const accepted =
        sms.merge({false, true, false}, 202, R"({"value":[{},{}]})", RefusalStyle::accept);
    EXPECT_EQ(json::parse(accepted->body).at("value").at(1).at("successful"), true);
    EXPECT_FALSE(sms.merge({false, true, false}, 401, R"({"value":[]})"));
    Mail mail{letter};
    EXPECT_FALSE(mail.merge({false, true, false, false}, 202, R"({"id":"1","status":"Running"})"));
}

std::string field(providers::Answer const& answer, std::string_view name)
{
    for (auto const& [one, value] : answer.headers) {
        if (one == name) return value;
    }
    return {};
}

json::value recalled(std::string_view location)
{
    auto const path = location.substr(0, location.find('?'));
    auto const answer = azure.recall({"GET", path, "", "", "", ""}, stamp);
    return answer ? json::parse(answer->body) : json::value{};
}

TEST(Azure, AMailToNobodyIsAnOperationThatFails)
{
    Mail mail{letter};
    auto const answer = mail.answer(RefusalStyle::native);
    EXPECT_EQ(answer.status, 202U);
    EXPECT_EQ(json::parse(answer.body).at("status"), "Running");
    auto const location = field(answer, "Operation-Location");
    EXPECT_THAT(location, StartsWith("/emails/operations/"));
    EXPECT_TRUE(location.ends_with("?api-version=2025-09-01"));

    auto const ended = recalled(location);
    EXPECT_EQ(ended.at("id"), json::parse(answer.body).at("id"));
    EXPECT_EQ(ended.at("status"), "Failed");
    EXPECT_EQ(ended.at("error").at("code"), "EmailDroppedAllRecipientsSuppressed");
    auto const accepted = field(mail.answer(RefusalStyle::accept), "Operation-Location");
    EXPECT_EQ(recalled(accepted).at("status"), "Succeeded");
    EXPECT_EQ(field(mail.answer(RefusalStyle::error), "x-ms-error-code"),
              "EmailDroppedAllRecipientsSuppressed");
}

TEST(Azure, KnowsItsOwnOperationsFromAllOthers)
{
    auto const id = providers::azure_api::operation_id(stamp, Ending::failed);
    EXPECT_THAT(id, testing::MatchesRegex(
                        "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_EQ(providers::azure_api::ending_of(id), Ending::failed);
    std::size_t known = 0;
    for (std::size_t i = 0; i < id.size(); ++i) {
        auto other = id;
        if (other[i] != '-') other[i] = other[i] == '0' ? '1' : '0';
        if (other != id && providers::azure_api::ending_of(other)) ++known;
    }
    EXPECT_EQ(known, 0U);
    EXPECT_FALSE(providers::azure_api::ending_of("11111111-2222-4333-8444-555555555555"));
    EXPECT_FALSE(azure.recall({"GET", "/emails/operations/op1", "", "", "", ""}, stamp));
    auto const path = "/emails/operations/" + id;
    EXPECT_FALSE(azure.recall({"DELETE", path, "", "", "", ""}, stamp));
}

}  // namespace
