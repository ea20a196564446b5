#include "providers/sms/sns.hpp"

#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using one_call::form_type;
using providers::RefusalStyle;
using providers::sns;
using testing::ElementsAre;
using testing::HasSubstr;

struct Sent : one_call::Sent {
    explicit Sent(std::string_view body) : one_call::Sent{sns, "/", body, form_type} {}
};

TEST(Sns, ReadsAPublishToANumber)
{
    Sent sent{
        "Action=Publish&Message=Hi+all&PhoneNumber=%2B447700900123"
        "&MessageAttributes.entry.1.Name=AWS.SNS.SMS.SenderID&MessageAttributes.entry.1.Value."
        "StringValue=Shop"
        "&MessageAttributes.entry.2.Name=AWS.SNS.SMS.SMSType&MessageAttributes.entry.2.Value."
        "DataType=String"
        "&MessageAttributes.entry.2.Value.StringValue=Promotional"};

    EXPECT_THAT(sent.spellings(), ElementsAre("+447700900123"));
    auto const message = sent.read().value().messages.at(0);
    EXPECT_EQ(message.sender, "Shop");
    ASSERT_EQ(message.hints.size(), 1U);
    EXPECT_EQ(message.hints[0].name, "SMSType");
    EXPECT_EQ(message.hints[0].value, "Promotional");
    EXPECT_EQ(sent.text().plain, "Hi all");
}

TEST(Sns, ReadsTheTextForSms)
{
    Sent sent{
        "Action=Publish&PhoneNumber=1&MessageStructure=json&Message=%7B%22default%22%3A%22d%22%2C%"
        "22sms%22%3A%22s%22%7D"};

    EXPECT_EQ(sent.text().plain, "s");
}

TEST(Sns, EverythingElseIsASendToNobody)
{
    for (auto const* body :
         {"Action=Publish&TopicArn=arn&Message=x", "Action=PublishBatch&TopicArn=arn",
          "Action=CheckIfPhoneNumberIsOptedOut&phoneNumber=1", "Action=OptInPhoneNumber"}) {
        Sent sent{body};
        EXPECT_TRUE(sent.spellings().empty()) << body;
    }
}

TEST(Sns, ReadsAQueryToo)
{
    providers::Call call{"GET", "/", "Action=Publish&PhoneNumber=%2B1415&Message=x", "", "", ""};

    EXPECT_TRUE(sns.claims(call));
    call.path = "/any/path";
    EXPECT_TRUE(sns.claims(call));
    EXPECT_EQ(sns.read(call)->recipients.at(0).spelling, "+1415");
    Sent both{"Action=Publish&PhoneNumber=1"};
    both.call().query = "PhoneNumber=2";
    EXPECT_FALSE(both.read());
}

TEST(Sns, RefusesWhatCanBeReadTwoWays)
{
    for (auto const* body : {"Action=Publish&PhoneNumber=1&PhoneNumber=2",
                             "Action=Publish&PhoneNumber=1&Phonenumber=2",
                             "Action=Publish&Action=ListTopics&PhoneNumber=1"}) {
        Sent sent{body};
        EXPECT_FALSE(sent.read()) << body;
    }
    one_call::Sent json{sns, "/", R"({"PhoneNumber":"1"})", "application/x-amz-json-1.0"};
    EXPECT_EQ(providers::trouble_of(json.read().error()), providers::Trouble::unsupported_media);
}

TEST(Sns, SaysThatTheNumberOptedOut)
{
    Sent sent{"Action=Publish&PhoneNumber=1&Message=x"};

    auto const native = sent.answer(RefusalStyle::native);
    EXPECT_EQ(native.status, 400U);
    EXPECT_THAT(native.body, HasSubstr("<Code>OptedOut</Code>"));
    auto const accepted = sent.answer(RefusalStyle::accept);
    EXPECT_EQ(accepted.status, 200U);
    EXPECT_THAT(accepted.body,
                HasSubstr("<MessageId>01234567-89ab-cdef-0123-456789abcdef</MessageId>"));
}

}  // namespace
