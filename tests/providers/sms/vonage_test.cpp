#include "providers/sms/vonage.hpp"

#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace json = boost::json;
using one_call::form_type;
using one_call::Sent;
using one_call::stamp;
using providers::RefusalStyle;
using providers::vonage;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view path = "/sms/json";

TEST(Vonage, ReadsJsonFormsAndQueries)
{
    Sent json{
        vonage, path,
        R"({"to":"447700900000","from":"Shop","text":"Hi","client-ref":"c","content-id":"t"})"};
    auto const send = json.read().value();
    EXPECT_THAT(json.spellings(), ElementsAre("+447700900000"));
    EXPECT_EQ(send.messages.at(0).sender, "Shop");
    EXPECT_EQ(send.messages.at(0).template_id, "t");
    EXPECT_EQ(send.messages.at(0).hints.at(0).value, "c");
    EXPECT_EQ(json.text().plain, "Hi");

    Sent form{vonage, path, "from=S&text=Hi+you&to=%2B447700900000&api_key=k&sig=x", form_type};
    EXPECT_THAT(form.spellings(), ElementsAre("+447700900000"));
    EXPECT_EQ(form.text().plain, "Hi you");

    Sent query{vonage, path, "", ""};
    query.call().method = "GET";
    query.call().query = "to=447700900000&text=Hi";
    EXPECT_TRUE(vonage.claims(query.call()));
    EXPECT_THAT(query.spellings(), ElementsAre("+447700900000"));

    Sent unsaid{vonage, path, R"( {"to":447700900000})", ""};
    EXPECT_THAT(unsaid.spellings(), ElementsAre("+447700900000"));
}

TEST(Vonage, ClaimsBothFormsOfTheAnswerAndNothingElse)
{
    EXPECT_TRUE(vonage.claims({"POST", "/sms/xml", "", "", "", ""}));
    EXPECT_TRUE(vonage.claims({"POST", "/SMS/./json/", "", "", "", ""}));
    EXPECT_FALSE(vonage.claims({"POST", "/account/get-balance", "", "", "", ""}));
    EXPECT_FALSE(vonage.claims({"GET", "/search/messages", "", "", "", ""}));
}

TEST(Vonage, RefusesWhatCanBeReadTwoWays)
{
    for (auto const* body : {R"({"to":"1","TO":"2"})", R"({"to":"1","to":"2"})",
                             R"({"to":["1","2"]})", R"([{"to":"1"}])", R"({"to":"1")"}) {
        Sent sent{vonage, path, body};
        EXPECT_FALSE(sent.read()) << body;
    }
    for (auto const* body : {"to=1&to=2", "to=1&To=2", "to=1&to%5B%5D=2", "to=1;to=2"}) {
        Sent sent{vonage, path, body, form_type};
        EXPECT_FALSE(sent.read()) << body;
    }
    Sent both{vonage, path, R"({"to":"1"})"};
    both.call().query = "to=2";
    EXPECT_FALSE(both.read());
    Sent text{vonage, path, "to=1", "text/plain"};
    EXPECT_EQ(providers::trouble_of(text.read().error()), providers::Trouble::unsupported_media);
}

TEST(Vonage, SaysNumberBarred)
{
    Sent sent{vonage, path, R"({"to":"447700900000","from":"S","text":"Hi"})"};

    auto const native = sent.answer(RefusalStyle::native);
    EXPECT_EQ(native.status, 200U);
    EXPECT_EQ(native.body, R"({"message-count":"1","messages":[{"to":"447700900000","status":"7",)"
                           R"("error-text":"Number barred."}]})");
    EXPECT_EQ(sent.answer(RefusalStyle::error).status, 403U);
    auto const accepted = json::parse(sent.answer(RefusalStyle::accept).body).at("messages").at(0);
    EXPECT_EQ(accepted.at("status"), "0");
    EXPECT_EQ(accepted.at("message-id"), "0123456789abcdef0123");

    sent.call().path = "/sms/xml";
    EXPECT_THAT(sent.answer(RefusalStyle::native).body,
                HasSubstr("<status>7</status><errorText>Number barred.</errorText>"));
}

TEST(Vonage, SendsTheReceiptOfAMessageItAccepted)
{
    Sent sent{
        vonage, path,
        R"({"to":"447700900000","from":"S","text":"Hi","callback":"https://app.example/dlr"})"};

    auto const callback = vonage.callback(sent.call(), stamp);

    ASSERT_TRUE(callback);
    EXPECT_EQ(callback->url, "https://app.example/dlr");
    auto const receipt = json::parse(callback->body);
    EXPECT_EQ(receipt.at("msisdn"), "447700900000");
    EXPECT_EQ(receipt.at("err-code"), "9");
    EXPECT_EQ(receipt.at("scts"), "2308240501");
    EXPECT_EQ(receipt.at("message-timestamp"), "2023-08-24 05:01:45");
    Sent none{vonage, path, R"({"to":"447700900000"})"};
    EXPECT_FALSE(vonage.callback(none.call(), stamp));
}

}  // namespace
