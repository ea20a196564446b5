// The sandbox as the providers of SMS and chat. Shapes: the providers' OpenAPI documents and AWS' models.
#include "gateway/sandbox/sandbox.hpp"
#include "tests/gateway/sandbox/client.hpp"

#include <gtest/gtest.h>

namespace {

using gateway::Sandbox;
using namespace sandbox_test;
namespace json = boost::json;

constexpr std::string_view json_type = "application/json";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";

Request call(http::verb method, std::string_view host, std::string_view target,
             std::string body = {}, std::string_view type = json_type)
{
    Request request{method, target, 11};
    request.set(http::field::host, host);
    request.set(http::field::authorization, "Basic azpz");
    if (!body.empty()) request.set(http::field::content_type, type);
    request.body() = std::move(body);
    return request;
}

Request post(std::string_view host, std::string_view target, std::string body,
             std::string_view type = json_type)
{
    return call(http::verb::post, host, target, std::move(body), type);
}

class Sms : public testing::Test {
protected:
    Response ask(Request const& request) { return client_.ask(request); }
    json::object last() const
    {
        auto const all = json::parse(sandbox_.messages(1)).at("items").as_array();
        return all.empty() ? json::object{} : all[0].as_object();
    }
    json::array recipients() const { return last().at("recipients").as_array(); }

    Sandbox sandbox_;
    Client client_{sandbox_.port()};
};

TEST_F(Sms, InfobipGivesAResultADestination)
{
    auto const two = object_of(ask(post(
        "api.infobip.com", "/sms/2/text/advanced",
        R"({"messages":[{"destinations":[{"to":"411","messageId":"m"},{"to":"412"}],"text":"x"}]})")));
    EXPECT_EQ(two.at("messages").at(0).at("messageId"), "m");
    EXPECT_EQ(two.at("messages").at(1).at("to"), "412");
    EXPECT_EQ(recipients(), (json::array{"411", "412"}));
    EXPECT_EQ(last().at("provider"), "infobip");

    auto const third = object_of(ask(post("x.api.infobip.com", "/sms/3/messages",
                                          R"({"messages":[{"destinations":[{"to":"411"}]}]})")));
    EXPECT_EQ(third.at("messages").at(0).at("destination"), "411");
    auto const chat = object_of(ask(post("api.infobip.com", "/whatsapp/1/message/text",
                                         R"({"to":"441","content":{"text":"x"}})")));
    EXPECT_EQ(chat.at("to"), "441");
    auto const query = object_of(
        ask(call(http::verb::get, "api.infobip.com", "/sms/1/text/query?to=411,412&text=x")));
    EXPECT_EQ(query.at("messages").as_array().size(), 2U);
}

TEST_F(Sms, InfobipSeesADestinationBehindEqualKeys)
{
    ask(post(
        "api.infobip.com", "/sms/3/messages",
        R"({"messages":[{"destinations":[{"to":"411","to":"412"}]}],"messages":[{"destinations":[{"to":413}]}]})"));

    EXPECT_EQ(recipients(), (json::array{"411", "412", "413"}));
}

TEST_F(Sms, InfobipRefusesInTheWordsOfEachGeneration)
{
    auto const second = ask(post("api.infobip.com", "/sms/2/text/advanced", "{}"));
    EXPECT_EQ(second.result_int(), 400U);
    EXPECT_TRUE(object_of(second).contains("requestError"));
    auto const third = ask(post("api.infobip.com", "/sms/3/messages", "{"));
    EXPECT_EQ(object_of(third).at("errorCode"), "E400");
    auto stranger = post("api.infobip.com", "/sms/3/messages", "{}");
    stranger.erase(http::field::authorization);
    EXPECT_EQ(ask(stranger).result_int(), 401U);
}

TEST_F(Sms, VonageTakesJsonFormsAndQueries)
{
    auto const status = [&](Request const& request) {
        return object_of(ask(request)).at("messages").at(0).at("status");
    };
    EXPECT_EQ(status(post("rest.nexmo.com", "/sms/json", R"({"to":"441","from":"S","text":"x"})")),
              "0");
    EXPECT_EQ(recipients(), json::array{"441"});
    EXPECT_EQ(status(post("rest.nexmo.com", "/sms/json", "to=442&from=S", form_type)), "0");
    EXPECT_EQ(recipients(), json::array{"442"});
    EXPECT_EQ(status(call(http::verb::get, "rest.nexmo.com", "/sms/json?to=443&from=S")), "0");
    EXPECT_EQ(last().at("provider"), "vonage");
    EXPECT_EQ(status(post("rest.nexmo.com", "/sms/json", R"({"from":"S"})")), "2");
    EXPECT_EQ(status(post("rest.nexmo.com", "/sms/json", R"({"to":"me","from":"S"})")), "3");
}

TEST_F(Sms, VonageMessagesGivesAUuid)
{
    auto const sent = ask(post("api.nexmo.com", "/v1/messages",
                               R"({"to":"441","from":"S","failover":[{"to":"442"}]})"));
    EXPECT_EQ(sent.result_int(), 202U);
    EXPECT_EQ(object_of(sent).at("message_uuid").as_string().size(), 36U);
    EXPECT_EQ(recipients(), (json::array{"441", "442"}));
    EXPECT_EQ(last().at("provider"), "vonage_messages");
    auto const refused = ask(post("api.nexmo.com", "/v1/messages", R"({"from":"S"})"));
    EXPECT_EQ(refused.result_int(), 422U);
    EXPECT_TRUE(object_of(refused).contains("title"));
}

TEST_F(Sms, PlivoGivesAUuidANumber)
{
    auto const sent =
        ask(post("api.plivo.com", "/v1/Account/MA1/Message/", R"({"dst":"+1411<+1412"})"));
    EXPECT_EQ(sent.result_int(), 202U);
    EXPECT_EQ(object_of(sent).at("message_uuid").as_array().size(), 2U);
    EXPECT_EQ(recipients(), (json::array{"+1411", "+1412"}));
    auto const refused = ask(post("api.plivo.com", "/v1/Account/MA1/Message/", R"({"dst":""})"));
    EXPECT_EQ(refused.result_int(), 400U);
    EXPECT_TRUE(object_of(refused).contains("error"));
    ask(post("api.plivo.com", "/v1/Account/MA1/Message/", "dst=%2B1411%3C%2B1412&text=x",
             form_type));
    EXPECT_EQ(recipients(), (json::array{"+1411", "+1412"}));
}

Request by_aws(Request request)
{
    request.set(http::field::authorization,
                "AWS4-HMAC-SHA256 Credential=A/20261121/us-east-1/sns/aws4_request");
    return request;
}

TEST_F(Sms, SnsPublishesInXml)
{
    auto const publish = [&](std::string body) {
        return ask(by_aws(post("sns.eu-west-1.amazonaws.com", "/", std::move(body), form_type)));
    };
    EXPECT_NE(publish("Action=Publish&PhoneNumber=%2B1415&Message=x").body().find("<MessageId>"),
              std::string::npos);
    EXPECT_EQ(recipients(), json::array{"+1415"});
    EXPECT_EQ(publish("Action=Publish&TopicArn=arn&Message=x").result_int(), 200U);
    EXPECT_EQ(publish("Action=Publish&PhoneNumber=%2B1415").result_int(), 400U);
    EXPECT_NE(publish("Action=CheckIfPhoneNumberIsOptedOut").body().find("<isOptedOut>false"),
              std::string::npos);
    auto const stranger =
        ask(post("sns.eu-west-1.amazonaws.com", "/", "Action=Publish", form_type));
    EXPECT_EQ(stranger.result_int(), 403U);
}

TEST_F(Sms, EndUserMessagingGivesAMessageId)
{
    auto request =
        by_aws(post("sms-voice.us-east-1.amazonaws.com", "/",
                    R"({"DestinationPhoneNumber":"+1415"})", "application/x-amz-json-1.0"));
    request.set("X-Amz-Target", "PinpointSMSVoiceV2.SendTextMessage");
    EXPECT_TRUE(object_of(ask(request)).contains("MessageId"));
    EXPECT_EQ(recipients(), json::array{"+1415"});
    EXPECT_EQ(last().at("provider"), "sms-voice");
    request.set("X-Amz-Target", "PinpointSMSVoiceV2.Nothing");
    EXPECT_EQ(object_of(ask(request)).at("__type"), "UnknownOperationException");
}

TEST_F(Sms, AzureGivesAResultARecipientAndOperationsForMails)
{
    auto const sms =
        ask(post("x.communication.azure.com", "/sms?api-version=1",
                 R"({"from":"+1","smsRecipients":[{"to":"+1411"},{"to":"+1412"}],"message":"x"})"));
    EXPECT_EQ(sms.result_int(), 202U);
    EXPECT_EQ(object_of(sms).at("value").at(1).at("to"), "+1412");
    EXPECT_EQ(recipients(), (json::array{"+1411", "+1412"}));

    auto const mail = ask(post(
        "x.communication.azure.com", "/emails:send?api-version=1",
        R"({"senderAddress":"s","recipients":{"to":[{"address":"a@x"}],"bcc":[{"address":"b@x"}]}})"));
    EXPECT_EQ(mail.result_int(), 202U);
    EXPECT_EQ(recipients(), (json::array{"a@x", "b@x"}));
    std::string const place{mail["Operation-Location"]};
    auto const path = place.substr(place.find("/emails/"));
    auto const ended = ask(call(http::verb::get, "x.communication.azure.com", path));
    EXPECT_EQ(object_of(ended).at("status"), "Succeeded");
    auto const refused =
        ask(post("x.communication.azure.com", "/sms", R"({"from":"+1","smsRecipients":[]})"));
    EXPECT_EQ(refused.result_int(), 400U);
    EXPECT_EQ(refused["x-ms-error-code"], "BadRequest");
}

}  // namespace
