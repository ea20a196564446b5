#include "providers/sms/twilio.hpp"

#include "providers/wire/form.hpp"
#include "tests/providers/recording.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <set>

namespace {

namespace json = boost::json;
using providers::RefusalStyle;
using providers::Trouble;
using providers::twilio;

constexpr std::string_view account = "AC00000000000000000000000000000001";
constexpr std::string_view path =
    "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view basic =  // the account itself, token 0123456789abcdef0123456789abcdef
    "Basic "
    "QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTowMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==";

providers::Call call_of(std::string_view body)
{
    return {"POST", path, "", form_type, basic, body};
}

providers::Stamp const stamp{model::Time{std::chrono::milliseconds{1692853305123}},
                             "0123456789abcdef0123456789abcdef"};

model::Recipient recipient_of(std::string_view to)
{
    std::string const body = "To=" + std::string{to};
    auto const send = twilio.read(call_of(body));
    return send && send->recipients.size() == 1 ? send->recipients.front() : model::Recipient{};
}

bool claims(std::string_view method, std::string_view some_path)
{
    return twilio.claims({method, some_path, "", form_type, basic, ""});
}

TEST(Twilio, ReadsAnSms)
{
    auto const send = twilio.read(
        call_of("To=%2B14155550100&From=ACME&Body=Hi&MessageIntent=otp&TrafficType=free"));

    ASSERT_TRUE(send);
    ASSERT_EQ(send->messages.size(), 1U);
    EXPECT_EQ(send->messages[0].sender, "ACME");
    ASSERT_EQ(send->messages[0].hints.size(), 2U);
    EXPECT_EQ(send->messages[0].hints[0].name, "MessageIntent");
    EXPECT_EQ(send->messages[0].hints[0].value, "otp");
    EXPECT_EQ(send->messages[0].hints[1].name, "TrafficType");
    ASSERT_EQ(send->recipients.size(), 1U);
    EXPECT_EQ(send->recipients[0].spelling, "+14155550100");
    EXPECT_EQ(send->recipients[0].channel, model::Channel::sms);
}

TEST(Twilio, GivesTheTextItsTemplateValuesAndItsMedia)
{
    auto const plain = twilio.text(call_of("To=1&Body=Your+code+is+1%0A23"), 0);
    EXPECT_EQ(plain.plain, "Your code is 1\n23");
    EXPECT_TRUE(plain.values.empty());
    EXPECT_FALSE(plain.has_media);

    auto const filled = twilio.text(
        call_of("To=1&ContentSid=HX1&ContentVariables=%7B%221%22%3A%22Ada%22%2C%222%22%3A%7B%22a"
                "%22%3A%5B12.50%2Cnull%5D%7D%7D"),
        0);
    EXPECT_EQ(filled.plain, "");
    EXPECT_EQ(filled.values, (std::vector<std::string>{"Ada", "12.50"}));
    EXPECT_TRUE(twilio.text(call_of("To=1&ContentVariables=oops"), 0).values.empty());

    EXPECT_TRUE(twilio.text(call_of("To=1&MediaUrl=a&MediaUrl=b"), 0).has_media);
    EXPECT_TRUE(twilio.text(call_of("To=1&PersistentAction=geo%3A1%2C2"), 0).has_media);
}

TEST(Twilio, ReadsServiceAndTemplate)
{
    auto const send = twilio.read(call_of("To=1&From=%2B1&MessagingServiceSid=MG1&ContentSid=HX1"));

    ASSERT_TRUE(send);
    EXPECT_EQ(send->messages[0].sender, "MG1");
    EXPECT_EQ(send->messages[0].template_id, "HX1");
}

TEST(Twilio, TellsChannelsByPrefix)
{
    EXPECT_EQ(recipient_of("whatsapp%3A%2B14155550100").channel, model::Channel::whatsapp);
    EXPECT_EQ(recipient_of("whatsapp%3A%2B14155550100").spelling, "whatsapp:+14155550100");
    EXPECT_EQ(recipient_of("WhatsApp:%2B14155550100").channel, model::Channel::whatsapp);
    EXPECT_EQ(recipient_of("rcs:%2B14155550100").channel, model::Channel::rcs);
    EXPECT_EQ(recipient_of("rcs:%2B14155550100").spelling, "+14155550100");
    EXPECT_EQ(recipient_of("messenger:123").spelling, "messenger:123");
}

TEST(Twilio, TakesAnUnescapedPlusForThePlusItWasMeantToBe)
{
    EXPECT_EQ(recipient_of("+14155550100").spelling, "+14155550100");
    EXPECT_EQ(recipient_of("whatsapp:+14155550100").spelling, "whatsapp:+14155550100");
    EXPECT_EQ(recipient_of("%2B1+415+555+0100").spelling, "+1 415 555 0100");
}

TEST(Twilio, RefusesASecondRecipientHoweverItIsHidden)
{
    for (auto const* body :
         {"To=%2B1&To=%2B2", "To=%2B1&%54o=%2B2", "To=%2B1&to=%2B2", "To=%2B1&To%5B%5D=%2B2",
          "To=%2B1&To.1=%2B2", "To=%2B1;To=%2B2", "Body=x;To=%2B2", "From=1&From=2&To=3"}) {
        EXPECT_FALSE(twilio.read(call_of(body))) << body;
    }
    auto in_query = call_of("To=%2B1");
    for (auto const* query : {"To=%2B2", "%54o=2", "to=2", "a=1&To=2", "a=%"}) {
        in_query.query = query;
        EXPECT_FALSE(twilio.read(in_query)) << query;
    }
    in_query.query = "trace=1";
    EXPECT_TRUE(twilio.read(in_query));
}

TEST(Twilio, PassesOnASendWithoutRecipient)
{
    auto const send = twilio.read(call_of("From=%2B1&Body=Hi"));

    ASSERT_TRUE(send);
    EXPECT_TRUE(send->recipients.empty());
}

TEST(Twilio, TakesNoOtherMediaType)
{
    auto call = call_of("To=%2B1");
    call.content_type = "application/json";
    auto const send = twilio.read(call);

    ASSERT_FALSE(send);
    EXPECT_EQ(providers::trouble_of(send.error()), Trouble::unsupported_media);
    call.content_type = "application/x-www-form-urlencoded; charset=ibm037";
    EXPECT_FALSE(twilio.read(call));
    EXPECT_EQ(providers::trouble_of(twilio.read(call_of("To=%")).error()), Trouble::unreadable);
}

TEST(Twilio, ClaimsSendsInAnySpellingAndNothingElse)
{
    std::string const base = "/2010-04-01/Accounts/AC1/";
    for (auto const* end :
         {"Messages.json", "Messages", "Messages.xml", "Messages.json/", "Messages%2Ejson",
          "./Messages.json", "messages.JSON", "SMS/Messages.json", "Messages.json;v=1"}) {
        EXPECT_TRUE(claims("POST", base + end)) << end;
    }
    EXPECT_TRUE(claims("POST", "//2010-04-01/Accounts/AC1//Messages.json"));
    EXPECT_TRUE(claims("POST", "/2008-08-01/Accounts/AC1/SMS/Messages"));
    EXPECT_FALSE(claims("GET", base + "Messages.json"));
    for (auto const* end :
         {"Messages/SM1.json", "Messages/SM1/Feedback.json", "Calls.json", "MessagesX.json", ""}) {
        EXPECT_FALSE(claims("POST", base + end)) << end;
    }
    EXPECT_TRUE(twilio.owns(path));
    EXPECT_FALSE(twilio.owns("/v3/mail/send"));
}

TEST(Twilio, MapsEveryIntentOnce)
{
    std::set<std::string_view> intents;
    for (auto const& rule : twilio.hints)
        intents.insert(rule.value);

    EXPECT_EQ(intents, (std::set<std::string_view>{
                           "otp", "notifications", "marketing", "fraud", "security", "customercare",
                           "delivery", "education", "polling", "announcements", "events"}));
}

TEST(Twilio, AnswersAsForAnUnsubscribedRecipient)
{
    for (auto const style : {RefusalStyle::native, RefusalStyle::error}) {
        auto const answer = twilio.answer(call_of("To=%2B1"), {}, style, stamp);

        EXPECT_EQ(answer.status, 400U);
        EXPECT_EQ(answer.body,
                  R"({"code":21610,"message":"Attempt to send to unsubscribed recipient",)"
                  R"("more_info":"https://www.twilio.com/docs/errors/21610","status":400})");
    }
}

TEST(Twilio, AcceptsWithAMessageResource)
{
    auto const answer =
        twilio.answer(call_of("To=%2B1&From=%2B2&Body=%22Hi%22&MediaUrl=a&MediaUrl=b"), {},
                      RefusalStyle::accept, stamp);

    EXPECT_EQ(answer.status, 201U);
    auto const message = json::parse(answer.body).as_object();
    EXPECT_EQ(message.at("sid"), "SM0123456789abcdef0123456789abcdef");
    EXPECT_EQ(message.at("account_sid"), json::string_view{account});
    EXPECT_EQ(message.at("status"), "queued");
    EXPECT_EQ(message.at("body"), "\"Hi\"");
    EXPECT_EQ(message.at("to"), "+1");
    EXPECT_EQ(message.at("from"), "+2");
    EXPECT_EQ(message.at("num_media"), "2");
    EXPECT_EQ(message.at("date_created"), "Thu, 24 Aug 2023 05:01:45 +0000");
    EXPECT_TRUE(message.at("messaging_service_sid").is_null());
    EXPECT_EQ(message.at("uri"),
              "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/"
              "SM0123456789abcdef0123456789abcdef.json");
}

TEST(Twilio, AcceptsForAServiceAsAccepted)
{
    auto const answer =
        twilio.answer(call_of("To=%2B1&MessagingServiceSid=MG1"), {}, RefusalStyle::accept, stamp);

    auto const message = json::parse(answer.body).as_object();
    EXPECT_EQ(message.at("status"), "accepted");
    EXPECT_TRUE(message.at("from").is_null());
}

TEST(Twilio, AnswersInXmlWherePathsAskForIt)
{
    auto call = call_of("To=%2B1&Body=a%3Cb%26c");
    call.path = "/2010-04-01/Accounts/AC1/Messages";

    auto const error = twilio.answer(call, {}, RefusalStyle::native, stamp);
    EXPECT_EQ(
        error.body,
        "<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException><Code>21610</Code>"
        "<Message>Attempt to send to unsubscribed recipient</Message>"
        "<MoreInfo>https://www.twilio.com/docs/errors/21610</MoreInfo><Status>400</Status>"
        "</RestException></TwilioResponse>");
    auto const accept = twilio.answer(call, {}, RefusalStyle::accept, stamp);
    EXPECT_NE(accept.body.find("<Body>a&lt;b&amp;c</Body>"), std::string::npos);
    EXPECT_NE(accept.body.find("<Sid>SM0123456789abcdef0123456789abcdef</Sid>"), std::string::npos);
}

TEST(Twilio, RefusesInItsOwnErrorShape)
{
    for (auto const trouble :
         {Trouble::unreadable, Trouble::unsupported_media, Trouble::too_large, Trouble::overloaded,
          Trouble::store_unavailable, Trouble::upstream_refused, Trouble::upstream_timeout}) {
        auto const answer =
            twilio.refuse(call_of(""), trouble, {"the field stands twice", "field 2"});
        auto const body = json::parse(answer.body).as_object();
        EXPECT_EQ(body.at("status").to_number<unsigned>(), answer.status);
        EXPECT_TRUE(body.at("code").is_number());
        EXPECT_TRUE(body.at("more_info").is_string());
    }
    auto const answer =
        twilio.refuse(call_of(""), Trouble::unreadable, {"the field stands twice", "field 2"});
    EXPECT_EQ(json::parse(answer.body).at("message"), "field 2: the field stands twice");
}

TEST(TwilioCallback, TellsThatTheMessageWasNotDelivered)
{
    auto const made =
        twilio.callback(call_of("To=%2B14155550100&From=%2B14155550199&StatusCallback=https%3A%2F%"
                                "2Fapp.example.com%2Fs%3Fx%3D1"),
                        stamp);

    ASSERT_TRUE(made);
    EXPECT_EQ(made->url, "https://app.example.com/s?x=1");
    auto const form = wire::Form::read(made->body, {});
    ASSERT_TRUE(form);
    EXPECT_EQ(form->value("MessageSid"), "SM0123456789abcdef0123456789abcdef");
    EXPECT_EQ(form->value("MessageStatus"), "undelivered");
    EXPECT_EQ(form->value("ErrorCode"), "21610");
    EXPECT_EQ(form->value("To"), "+14155550100");
    EXPECT_EQ(form->value("AccountSid"), account);
}

TEST(TwilioCallback, NeedsAWebAddress)
{
    EXPECT_FALSE(twilio.callback(call_of("To=%2B1"), stamp));
    EXPECT_FALSE(twilio.callback(call_of("To=%2B1&StatusCallback=ftp%3A%2F%2Fx"), stamp));
    EXPECT_FALSE(twilio.callback(call_of("To=%2B1&StatusCallback=%2Frelative"), stamp));
}

TEST(TwilioCallback, IsSignedOnlyWithTheAccountsOwnToken)
{
    auto call = call_of("To=%2B1&StatusCallback=https%3A%2F%2Fx");
    EXPECT_EQ(twilio.callback(call, stamp)->headers.size(), 1U);
    call.authorization = "Basic U0sxOnNlY3JldA==";  // an API key
    EXPECT_TRUE(twilio.callback(call, stamp)->headers.empty());
    call.authorization = "";
    EXPECT_TRUE(twilio.callback(call, stamp)->headers.empty());
}

/// Signatures that Twilio's Node SDK accepts, over the URLs the webhooks were configured with.
TEST(TwilioCallback, SignsAsTwilioDoes)
{
    std::map<std::string, std::string> const urls{
        {"inbound_stop.http", "https://consent.example.com/webhooks/twilio/sms"},
        {"inbound_start_query_string.http",
         "https://consent.example.com/webhooks/twilio/sms?tenant=acme&x=1"},
        {"inbound_help.http", "https://consent.example.com/webhooks/twilio/sms"},
        {"status_undelivered_21610.http", "https://consent.example.com/webhooks/twilio/status"},
        {"inbound_whatsapp_unicode.http", "https://consent.example.com/webhooks/twilio/sms"}};
    auto const all = recordings::load_all("webhooks/twilio");
    ASSERT_EQ(all.size(), urls.size());
    for (auto const& [file, recording] : all) {
        auto const form = wire::Form::read(recording.body, {});
        ASSERT_TRUE(form);
        EXPECT_EQ(providers::twilio_api::signature("0123456789abcdef0123456789abcdef",
                                                   urls.at(file), *form),
                  recording.header("x-twilio-signature"))
            << file;
    }
}

}  // namespace
