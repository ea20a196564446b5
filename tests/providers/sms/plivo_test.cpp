#include "providers/sms/plivo.hpp"

#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace json = boost::json;
using one_call::form_type;
using one_call::Sent;
using one_call::stamp;
using providers::plivo;
using providers::RefusalStyle;
using testing::ElementsAre;

constexpr std::string_view path = "/v1/Account/MA1/Message/";

TEST(Plivo, ClaimsMessagesOnly)
{
    auto const claims = [](std::string_view method, std::string_view some_path) {
        return plivo.claims({method, some_path, "", "", "", ""});
    };
    EXPECT_TRUE(claims("POST", path));
    EXPECT_TRUE(claims("POST", "/v1/account/MA1//message"));
    EXPECT_FALSE(claims("GET", path));
    EXPECT_FALSE(claims("POST", "/v1/Account/MA1/Message/0f8fad5b/"));
    EXPECT_FALSE(claims("POST", "/v1/Account/MA1/Powerpack/"));
}

TEST(Plivo, ReadsTheNumbersOfOneString)
{
    Sent sent{plivo, path,
              R"({"src":"+1","dst":"+14151112222<14151112223<<+14151112224","text":"Hi"})"};

    EXPECT_THAT(sent.spellings(), ElementsAre("+14151112222", "+14151112223", "+14151112224"));
    EXPECT_EQ(sent.text().plain, "Hi");
    Sent escaped{plivo, path, R"({"dst":"\u002b1415\u003c\u002b1416"})"};
    EXPECT_THAT(escaped.spellings(), ElementsAre("+1415", "+1416"));
    Sent form{plivo, path, "dst=%2B1415%3C%2B1416&text=Hi+you", form_type};
    EXPECT_THAT(form.spellings(), ElementsAre("+1415", "+1416"));
    EXPECT_EQ(form.text().plain, "Hi you");
    Sent number{plivo, path, R"({"dst":14151112222})"};
    EXPECT_THAT(number.spellings(), ElementsAre("+14151112222"));
}

TEST(Plivo, CutsNumbersOutOfTheString)
{
    Sent sent{plivo, path, R"({"dst":"+1411<1412<+1413","text":"a<b"})"};
    EXPECT_EQ(sent.without({true, false, false}), R"({"dst":"1412<+1413","text":"a<b"})");
    EXPECT_EQ(sent.without({false, true, false}), R"({"dst":"+1411<+1413","text":"a<b"})");
    EXPECT_EQ(sent.without({false, true, true}), R"({"dst":"+1411","text":"a<b"})");

    Sent escaped{plivo, path, R"({"dst":"\u002b1411\u003c1412\u003c+1413"})"};
    EXPECT_EQ(escaped.without({false, true, false}), R"({"dst":"\u002b1411\u003c+1413"})");
    EXPECT_EQ(escaped.without({true, true, false}), R"({"dst":"+1413"})");
    Sent form{plivo, path, "src=1&dst=%2B1411%3C1412&text=x", form_type};
    EXPECT_EQ(form.without({true, false}), "src=1&dst=1412&text=x");
}

TEST(Plivo, ReadsHintsAndTemplates)
{
    Sent sent{plivo, path, R"({"dst":"+1411","src":"S","dlt_template_category":"promotional"})"};
    EXPECT_EQ(sent.read().value().messages.at(0).hints.at(0).value, "promotional");
    Sent template_{plivo, path, R"({"type":"whatsapp","dst":"+1411","powerpack_uuid":"P","template":
        {"name":"order_update","components":[{"type":"body","parameters":[{"type":"text","text":"Ada"}]}]}})"};
    auto const send = template_.read().value();
    EXPECT_EQ(send.recipients.at(0).channel, model::Channel::whatsapp);
    EXPECT_EQ(send.messages.at(0).template_id, "order_update");
    EXPECT_EQ(send.messages.at(0).sender, "P");
    EXPECT_THAT(template_.text().values, ElementsAre("Ada"));
}

TEST(Plivo, RefusesWhatCanBeReadTwoWays)
{
    for (auto const* body :
         {R"({"dst":"1","Dst":"2"})", R"({"dst":"1","dst":"2"})", R"({"dst":["1","2"]})"}) {
        Sent sent{plivo, path, body};
        EXPECT_FALSE(sent.read()) << body;
    }
    for (auto const* body : {"dst=1&dst=2", "dst=1&DST=2", "dst=1&dst[]=2"}) {
        Sent sent{plivo, path, body, form_type};
        EXPECT_FALSE(sent.read()) << body;
    }
    Sent query{plivo, path, R"({"dst":"1"})"};
    query.call().query = "dst=2";
    EXPECT_FALSE(query.read());
}

TEST(Plivo, SaysThatTheNumberIsBlocked)
{
    Sent sent{plivo, path, R"({"dst":"+1411<+1412"})"};

    auto const native = sent.answer(RefusalStyle::native);
    EXPECT_EQ(native.status, 400U);
    EXPECT_EQ(json::parse(native.body).at("api_id"), "01234567-89ab-cdef-0123-456789abcdef");
    EXPECT_EQ(json::parse(native.body).at("error"),
              "Source number blocked by STOP from destination number");
    auto const accepted = sent.answer(RefusalStyle::accept);
    EXPECT_EQ(accepted.status, 202U);
    EXPECT_EQ(json::parse(accepted.body).at("message_uuid").as_array().size(), 2U);
}

TEST(Plivo, NamesThoseKeptBackAmongTheInvalidNumbers)
{
    Sent sent{plivo, path, R"({"dst":"+1411<+1412"})"};

    auto const merged = sent.merge({true, false}, 202, R"({"message_uuid":["u"],"n":1.50})");
    ASSERT_TRUE(merged);
    EXPECT_EQ(merged->status, 202U);
    EXPECT_EQ(merged->body, R"({"message_uuid":["u"],"n":1.50,"invalid_number":["+1411"]})");
    EXPECT_EQ(sent.merge({true, false}, 202, R"({"invalid_number":["+1412"]})")->body,
              R"({"invalid_number":["+1412","+1411"]})");
    EXPECT_EQ(sent.merge({true, false}, 202, "{}")->body, R"({"invalid_number":["+1411"]})");
    EXPECT_EQ(
        sent.merge({true, false}, 202, R"({"message_uuid":["u"]})", RefusalStyle::accept)->body,
        R"({"message_uuid":["u","01234567-89ab-cdef-0123-456789abcdef"]})");
    EXPECT_FALSE(sent.merge({true, false}, 400, "{}"));
    EXPECT_FALSE(sent.merge({true, false}, 202, "[]"));
}

TEST(Plivo, SignsTheCallbackOfAMessageItAccepted)
{
    Sent sent{plivo, path, R"({"src":"S","dst":"+1411","url":"https://app.example/status?a=b"})"};
    sent.call().authorization = "Basic TUExOnRva2Vu";  // MA1:token

    auto const callback = plivo.callback(sent.call(), stamp);

    ASSERT_TRUE(callback);
    EXPECT_THAT(callback->body, testing::HasSubstr("To=%2B1411&Status=undelivered&ErrorCode=200"));
    ASSERT_EQ(callback->headers.size(), 2U);
    // printf %s 'https://app.example/status0123456789abcdef0123456789abcdef' | openssl dgst -sha256 -hmac token -binary | base64
    EXPECT_EQ(callback->headers[0].second, "K5np20kPJ8z3Tdt1drVd1KT73Go4I7QGnSerU1CgRPM=");
}

}  // namespace
