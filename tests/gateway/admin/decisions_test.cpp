#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
using testing::HasSubstr;
using Decisions = AdminApi;

TEST_F(Decisions, HaveCategoryKindAndOneVerdictARecipient)
{
    put("/api/v1/addresses/b%40example.com/preferences",
        R"({"channel":"email","covers":"promotional","state":"stop"})");

    auto const answer =
        call("POST", "/api/v1/decisions",
             R"({"channel":"email","to":["a@example.com","B@EXAMPLE.com"],"category":"marketing"})")
            .json();

    EXPECT_EQ(answer.at("category"), "marketing");
    EXPECT_EQ(answer.at("kind"), "promotional");
    EXPECT_EQ(answer.at_pointer("/evidence/step"), "header");
    EXPECT_EQ(answer.at_pointer("/verdicts/0/verdict"), "deliver");
    EXPECT_EQ(answer.at_pointer("/verdicts/1/verdict"), "suppress");
    EXPECT_EQ(answer.at_pointer("/verdicts/1/to"), "B@EXAMPLE.com");
}

TEST_F(Decisions, TakeTheDefaultCategoryWhereNoneIsGiven)
{
    auto const answer =
        call("POST", "/api/v1/decisions", R"({"channel":"sms","to":["+14155550100"]})").json();

    EXPECT_EQ(answer.at("category"), "marketing");
    EXPECT_EQ(answer.at_pointer("/evidence/step"), "default");
}

TEST_F(Decisions, KeepPromotionalMessagesFromUnreadableAddresses)
{
    auto const body = [](std::string const& category) {
        return R"({"channel":"sms","to":["nonsense"],"category":")" + category + "\"}";
    };
    auto const promotional = call("POST", "/api/v1/decisions", body("marketing")).json();
    auto const transactional = call("POST", "/api/v1/decisions", body("billing")).json();

    EXPECT_EQ(promotional.at_pointer("/verdicts/0/verdict"), "suppress");
    EXPECT_EQ(promotional.at_pointer("/verdicts/0/reason"), "address_unreadable");
    EXPECT_EQ(transactional.at_pointer("/verdicts/0/verdict"), "deliver");
}

TEST_F(Decisions, FindAnAddressUnreadableThatIsNoneOfTheChannels)
{
    auto const reason = [&](std::string const& channel, std::string const& to) {
        auto const answer = call("POST", "/api/v1/decisions",
                                 R"({"channel":")" + channel + R"(","to":[")" + to +
                                     R"("],"category":"marketing"})")
                                .json();
        return answer.at_pointer("/verdicts/0/reason").as_string();
    };
    for (auto const* channel : {"sms", "rcs", "whatsapp", "viber"})
        EXPECT_EQ(reason(channel, "ann@example.com"), "address_unreadable") << channel;
    EXPECT_EQ(reason("email", "+14155550100"), "address_unreadable");
    EXPECT_EQ(reason("sms", "viber:01234567890A="), "address_unreadable");
    EXPECT_EQ(reason("whatsapp", "viber:01234567890A="), "address_unreadable");
    EXPECT_EQ(reason("viber", "viber:01234567890A="), "allowed");
    EXPECT_EQ(reason("whatsapp", "whatsapp:+14155550100"), "allowed");
}

TEST_F(Decisions, CountOnlyTheCustomerThatIsNamed)
{
    put("/api/v1/customers/c1", R"({"contacts":[{"address":"+14155550100"}]})");
    put("/api/v1/customers/c1/preferences", R"({"channel":"sms","covers":"any","state":"stop"})");
    put("/api/v1/customers/c2", "{}");

    auto const named = call("POST", "/api/v1/decisions",
                            R"({"channel":"sms","to":["+14155550100"],"category":"billing",)"
                            R"("customer":"c2"})")
                           .json();

    EXPECT_EQ(named.at_pointer("/verdicts/0/verdict"), "deliver");
}

TEST_F(Decisions, ObeyAStreamsStop)
{
    put("/api/v1/addresses/%2B14155550100/preferences",
        R"({"channel":"any","covers":"stream:workflow","state":"stop"})");

    auto const answer = call("POST", "/api/v1/decisions",
                             R"({"channel":"sms","to":["+14155550100"],"category":"billing",)"
                             R"("stream":"workflow"})")
                            .json();

    EXPECT_EQ(answer.at_pointer("/verdicts/0/verdict"), "suppress");
}

TEST_F(Decisions, MaskRecipientsToViewers)
{
    auto const answer =
        call("POST", "/api/v1/decisions",
             R"({"channel":"sms","to":["+14155550100"],"category":"billing"})", "viewer-secret");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body.find("5550100"), std::string::npos);
}

TEST_F(Decisions, NameWhatIsWrong)
{
    auto const answer =
        call("POST", "/api/v1/decisions",
             R"({"channel":"fax","to":[1],"category":"spam","app":"crm","text":2})");

    EXPECT_EQ(answer.status, 422U);
    EXPECT_THAT(answer.body, HasSubstr("/channel"));
    EXPECT_THAT(answer.body, HasSubstr("/to/0"));
    EXPECT_THAT(answer.body, HasSubstr("marketing, newsletter, one_time_code or billing"));
    EXPECT_THAT(answer.body, HasSubstr("/app"));
    EXPECT_THAT(answer.body, HasSubstr("/text"));
}

TEST_F(Decisions, TellWhatATextReads)
{
    auto const answer = call("POST", "/api/v1/decisions",
                             R"({"channel":"email","to":["a@x.example"],"subject":"Hello",)"
                             R"("text":"Dear Ada,\n\nhow are you?"})")
                            .json();

    auto const& content = answer.at("content").as_object();
    EXPECT_EQ(answer.at("evidence").at("step"), content.at("step"));
    EXPECT_EQ(content.at("step"), "model");
    bool const unsure = content.at("outcome") == "unsure";
    EXPECT_EQ(answer.at("mark"), unsure ? boost::json::value("unsure") : nullptr);
    EXPECT_EQ(content.at("model").as_string().size(), 8U);
}

TEST_F(Decisions, ReadNoTextWhereThereIsNoWordOrACategory)
{
    auto const blank = call("POST", "/api/v1/decisions",
                            R"({"channel":"sms","to":["+14155550100"],"text":" \n "})")
                           .json();
    EXPECT_EQ(blank.at("evidence").at("step"), "default");
    EXPECT_TRUE(blank.at("content").is_null());
    auto const both =
        call("POST", "/api/v1/decisions",
             R"({"channel":"sms","to":["+14155550100"],"text":"Hi","category":"billing"})");
    EXPECT_EQ(both.status, 422U);
}

TEST_F(Decisions, NeedRecipients)
{
    EXPECT_EQ(call("POST", "/api/v1/decisions", R"({"channel":"sms","to":[]})").status, 422U);
    EXPECT_EQ(call("POST", "/api/v1/decisions", R"({"channel":"sms"})").status, 422U);
    EXPECT_EQ(call("POST", "/api/v1/decisions", R"({"channel":"sms","to":"+1415"})").status, 422U);
}

}  // namespace
}  // namespace tests
