#include "providers/sms/sms_voice.hpp"

#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace {

namespace json = boost::json;
using providers::Header;
using providers::RefusalStyle;
using providers::sms_voice;
using testing::ElementsAre;

std::array<Header, 1> const text_message{{{"x-amz-target", "PinpointSMSVoiceV2.SendTextMessage"}}};
std::array<Header, 1> const media_message{
    {{"X-Amz-Target", "PinpointSMSVoiceV2.SendMediaMessage"}}};
std::array<Header, 1> const voice_message{
    {{"X-Amz-Target", "PinpointSMSVoiceV2.SendVoiceMessage"}}};

struct Sent : one_call::Sent {
    explicit Sent(std::string_view body, std::span<Header const> headers = text_message)
        : one_call::Sent{sms_voice, "/", body, "application/x-amz-json-1.0"}
    {
        call().headers = headers;
    }
};

TEST(SmsVoice, ReadsATextMessage)
{
    Sent sent{
        R"({"DestinationPhoneNumber":"+14155550100","OriginationIdentity":"pool-1","MessageBody":"Sale",
        "MessageType":"PROMOTIONAL","ConfigurationSetName":"set","DestinationCountryParameters":{"IN_TEMPLATE_ID":"t"}})"};

    EXPECT_THAT(sent.spellings(), ElementsAre("+14155550100"));
    auto const message = sent.read().value().messages.at(0);
    EXPECT_EQ(message.sender, "pool-1");
    EXPECT_EQ(message.template_id, "t");
    EXPECT_EQ(message.hints.at(0).value, "PROMOTIONAL");
    EXPECT_EQ(message.hints.at(1).value, "set");
    EXPECT_EQ(sent.text().plain, "Sale");
    Sent media{R"({"DestinationPhoneNumber":"+1","MediaUrls":["s3://b/a.png"]})", media_message};
    EXPECT_TRUE(media.text().has_media);
    EXPECT_THAT(media.spellings(), ElementsAre("+1"));
}

TEST(SmsVoice, EverythingElseIsASendToNobody)
{
    Sent voice{R"({"DestinationPhoneNumber":"+1"})", voice_message};
    EXPECT_TRUE(voice.spellings().empty());
    Sent dry{R"({"DestinationPhoneNumber":"+1","DryRun":true})"};
    EXPECT_TRUE(dry.spellings().empty());
    Sent not_dry{R"({"DestinationPhoneNumber":"+1","DryRun":"true"})"};
    EXPECT_EQ(not_dry.spellings().size(), 1U);
}

TEST(SmsVoice, RefusesWhatCanBeReadTwoWays)
{
    for (auto const* body : {R"({"DestinationPhoneNumber":"+1","destinationPhoneNumber":"+2"})",
                             R"({"DestinationPhoneNumber":"+1","DestinationPhoneNumber":"+2"})",
                             R"({"DestinationPhoneNumber":["+1"]})",
                             R"({"DestinationPhoneNumber":"+1","dryRun":true})"}) {
        Sent sent{body};
        EXPECT_FALSE(sent.read()) << body;
    }
    std::array<Header, 2> const twice{voice_message[0], text_message[0]};
    Sent sent{R"({"DestinationPhoneNumber":"+1"})", twice};
    EXPECT_FALSE(sent.read());
}

TEST(SmsVoice, SaysThatTheNumberOptedOut)
{
    Sent sent{R"({"DestinationPhoneNumber":"+14155550100","MessageBody":"x"})"};

    auto const native = sent.answer(RefusalStyle::native);
    EXPECT_EQ(native.status, 400U);
    auto const body = json::parse(native.body);
    EXPECT_EQ(body.at("__type"), "ConflictException");
    EXPECT_EQ(body.at("Reason"), "DESTINATION_PHONE_NUMBER_OPTED_OUT");
    EXPECT_EQ(body.at("ResourceId"), "+14155550100");
    EXPECT_EQ(sent.answer(RefusalStyle::accept).body,
              R"({"MessageId":"01234567-89ab-cdef-0123-456789abcdef"})");
}

}  // namespace
