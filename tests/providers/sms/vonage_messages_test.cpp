#include "providers/sms/vonage_messages.hpp"

#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace json = boost::json;
using one_call::stamp;
using providers::RefusalStyle;
using providers::vonage_messages;
using testing::ElementsAre;

struct Sent : one_call::Sent {
    explicit Sent(std::string_view body, std::string_view path = "/v1/messages")
        : one_call::Sent{vonage_messages, path, body}
    {
    }
};

TEST(VonageMessages, ReadsEachChannel)
{
    auto const recipient = [](std::string_view channel) {
        auto const body = R"({"channel":")" + std::string{channel} + R"(","to":"447700900000"})";
        Sent sent{body};
        return sent.read().value().recipients.at(0);
    };

    EXPECT_EQ(recipient("sms").channel, model::Channel::sms);
    EXPECT_EQ(recipient("mms").channel, model::Channel::sms);
    EXPECT_EQ(recipient("rcs").channel, model::Channel::rcs);
    EXPECT_EQ(recipient("whatsapp").channel, model::Channel::whatsapp);
    EXPECT_EQ(recipient("whatsapp").spelling, "+447700900000");
    EXPECT_EQ(recipient("viber_service").channel, model::Channel::viber);
    EXPECT_EQ(recipient("viber_service").spelling, "+447700900000");
    EXPECT_EQ(recipient("messenger").spelling, "messenger:447700900000");
}

TEST(VonageMessages, ReadsTheOlderForm)
{
    Sent sent{
        R"({"from":{"type":"viber_service_msg","id":"16273"},"to":{"type":"viber_service_msg","number":"447700900000"},
        "message":{"content":{"type":"text","text":"Hi"}}})",
        "/v0.1/messages"};

    EXPECT_TRUE(vonage_messages.claims(sent.call()));
    EXPECT_THAT(sent.spellings(), ElementsAre("+447700900000"));
    EXPECT_EQ(sent.text().plain, "Hi");
    Sent both{R"({"to":{"type":"messenger","number":"1","id":"2"}})", "/v0.1/messages"};
    EXPECT_FALSE(both.read());
}

TEST(VonageMessages, ReadsHintsAndTexts)
{
    Sent viber{
        R"({"channel":"viber_service","to":"1","from":"S","text":"50% off","viber_service":{"category":"promotion"}})"};
    auto const message = viber.read().value().messages.at(0);
    EXPECT_EQ(message.hints.at(0).name, "viber_service.category");
    EXPECT_EQ(message.hints.at(0).value, "promotion");
    EXPECT_EQ(message.sender, "S");
    EXPECT_EQ(viber.text().plain, "50% off");

    Sent template_{R"({"channel":"whatsapp","to":"1","from":"2","category":"marketing",
        "template":{"name":"promo","parameters":["Ada","20%"]}})"};
    EXPECT_EQ(template_.read().value().messages.at(0).template_id, "promo");
    EXPECT_EQ(template_.read().value().messages.at(0).hints.at(0).name, "category");
    EXPECT_THAT(template_.text().values, ElementsAre("Ada", "20%"));

    Sent image{R"({"channel":"mms","to":"1","image":{"url":"u","caption":"Look"}})"};
    EXPECT_TRUE(image.text().has_media);
    EXPECT_EQ(image.text().plain, "Look");
}

TEST(VonageMessages, RefusesWhatCanBeReadTwoWays)
{
    for (auto const* body :
         {R"({"to":"1","To":"2"})", R"({"to":"1","to":"2"})", R"({"to":["1"]})",
          R"({"channel":"sms"})", R"({"to":"1","Failover":[{"to":"2"}]})",
          R"({"to":"1","failover":{"to":"2"}})",
          R"({"to":"1","failover":[{"to":"2","failover":[{"to":"3"}]}]})", R"({"to":"1"}x)"}) {
        Sent sent{body};
        EXPECT_FALSE(sent.read()) << body;
    }
}

TEST(VonageMessages, KeepsBackWhatWouldBeTriedNext)
{
    Sent sent{
        R"({"channel":"whatsapp","to":"441","text":"a","failover":[{"channel":"sms","to":"441","text":"b"},)"
        R"({"channel":"sms","to":"442","text":"c"}]})"};
    EXPECT_THAT(sent.spellings(), ElementsAre("+441", "+441", "+442"));
    EXPECT_EQ(sent.text(1).plain, "b");

    EXPECT_EQ(
        sent.without({false, true, false}),
        R"({"channel":"whatsapp","to":"441","text":"a","failover":[{"channel":"sms","to":"442","text":"c"}]})");
    EXPECT_EQ(sent.without({false, true, true}), R"({"channel":"whatsapp","to":"441","text":"a"})");
    EXPECT_FALSE(
        sent.back({true, false, false}).delivers_any());  // what follows a message goes with it
}

TEST(VonageMessages, SaysNumberBarred)
{
    Sent sent{
        R"({"channel":"sms","to":"441","text":"a","webhook_url":"https://app.example/status"})"};

    auto const native = sent.answer(RefusalStyle::native);
    EXPECT_EQ(native.status, 422U);
    auto const problem = json::parse(native.body);
    EXPECT_EQ(problem.at("type"), "https://developer.vonage.com/api-errors/messages#1050");
    EXPECT_EQ(problem.at("instance"), "01234567-89ab-cdef-0123-456789abcdef");
    auto const accepted = sent.answer(RefusalStyle::accept);
    EXPECT_EQ(accepted.status, 202U);
    EXPECT_EQ(accepted.body, R"({"message_uuid":"01234567-89ab-cdef-0123-456789abcdef"})");
    auto const callback = vonage_messages.callback(sent.call(), stamp);
    ASSERT_TRUE(callback);
    EXPECT_EQ(json::parse(callback->body).at("status"), "rejected");
    EXPECT_EQ(json::parse(callback->body).at("to"), "441");
    EXPECT_EQ(json::parse(callback->body).at("timestamp"), "2023-08-24T05:01:45Z");
}

}  // namespace
