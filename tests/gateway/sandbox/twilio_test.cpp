// The sandbox as Twilio. Shapes: the provider's OpenAPI document, api/2010-04-01 Messages.
#include "gateway/sandbox/sandbox.hpp"
#include "tests/gateway/sandbox/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using gateway::Sandbox;
using namespace sandbox_test;
namespace json = boost::json;

constexpr auto messages_path =
    "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json";

Request call(http::verb method, std::string const& path, std::string body = {})
{
    Request request{method, path, 11};
    request.set(http::field::host, "api.twilio.com");
    request.set(http::field::authorization, "Basic x");
    request.set(http::field::content_type, "application/x-www-form-urlencoded");
    request.body() = std::move(body);
    return request;
}

class Twilio : public testing::Test {
protected:
    Response ask(Request const& request) { return client.ask(request); }
    Response send(std::string body)
    {
        return ask(call(http::verb::post, messages_path, std::move(body)));
    }

    Sandbox sandbox;
    Client client{sandbox.port()};
};

TEST_F(Twilio, AnswersASendWithTheMessage)
{
    auto const response =
        send("To=%2B14155550100&From=%2B14155550199&Body=Your%20code+is%20123456");

    ASSERT_EQ(response.result_int(), 201U);
    EXPECT_EQ(response[http::field::content_type], "application/json");
    auto const message = object_of(response);
    EXPECT_THAT(std::string{message.at("sid").as_string()},
                testing::MatchesRegex("SM[0-9a-f]{32}"));
    EXPECT_EQ(message.at("account_sid"), "AC00000000000000000000000000000001");
    EXPECT_EQ(message.at("to"), "+14155550100");
    EXPECT_EQ(message.at("from"), "+14155550199");
    EXPECT_EQ(message.at("body"), "Your code is 123456");
    EXPECT_EQ(message.at("status"), "queued");
    EXPECT_EQ(message.at("direction"), "outbound-api");
    EXPECT_EQ(message.at("num_segments"), "1");
    EXPECT_EQ(message.at("num_media"), "0");
    EXPECT_TRUE(message.at("error_code").is_null());
    EXPECT_TRUE(message.at("messaging_service_sid").is_null());
    EXPECT_THAT(std::string{message.at("date_created").as_string()},
                testing::MatchesRegex("[A-Z][a-z][a-z], [0-9]{2} [A-Z][a-z][a-z] [0-9]{4} "
                                      "[0-9]{2}:[0-9]{2}:[0-9]{2} .0000"));
    auto const resource = "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/" +
                          std::string{message.at("sid").as_string()};
    EXPECT_EQ(message.at("uri"), json::value(resource + ".json"));
    EXPECT_EQ(message.at("subresource_uris").at("media"), json::value(resource + "/Media.json"));
}

TEST_F(Twilio, StartsAcceptedWithAServiceAndScheduledWithATime)
{
    EXPECT_EQ(object_of(send("To=%2B14155550100&MessagingServiceSid=MG1&Body=x")).at("status"),
              "accepted");
    EXPECT_EQ(object_of(send("To=%2B14155550100&MessagingServiceSid=MG1&Body=x&ScheduleType=fixed&"
                             "SendAt=2026-12-"
                             "01T09%3A30%3A00Z"))
                  .at("status"),
              "scheduled");
}

TEST_F(Twilio, CountsMediaAndSegments)
{
    auto const media =
        object_of(send("To=%2B14155550100&From=1&MediaUrl=https%3A%2F%2Fa.example&MediaUrl=b"));
    EXPECT_EQ(media.at("num_media"), "2");
    EXPECT_TRUE(media.at("sid").as_string().starts_with("MM"));

    EXPECT_EQ(object_of(send("To=%2B14155550100&From=1&Body=" + std::string(161, 'x')))
                  .at("num_segments"),
              "2");
    std::string unicode;
    for (int i = 0; i < 71; ++i)
        unicode += "%C3%A9";
    EXPECT_EQ(object_of(send("To=%2B14155550100&From=1&Body=" + unicode)).at("num_segments"), "2");
}

TEST_F(Twilio, TakesChannelAddressesAndLooseSpellings)
{
    for (auto const* const to :
         {"whatsapp%3A%2B14155550100", "messenger%3A12ab", "+14155550100", "(415) 555-0100"}) {
        EXPECT_EQ(send("From=1&Body=x&To=" + std::string{to}).result_int(), 201U) << to;
    }
}

struct Refusal {
    std::string body;
    int code;
};

TEST_F(Twilio, RefusesSendsThatLackSomething)
{
    for (auto const& [body, code] : std::vector<Refusal>{
             {"From=1&Body=x", 21604},
             {"To=&From=1&Body=x", 21604},
             {"To=nobody&From=1&Body=x", 21211},
             {"To=%2B14155550100&Body=x", 21603},
             {"To=%2B14155550100&From=1", 21602},
             {"To=%2B14155550100&MessagingServiceSid=MG1&Body=x&ScheduleType=fixed", 35111},
             {"To=%2B14155550100&From=1&Body=x&ScheduleType=fixed&SendAt=2026-12-01T09%3A30%3A00Z",
              35118},
         }) {
        auto const response = send(body);
        EXPECT_EQ(response.result_int(), 400U) << body;
        auto const error = object_of(response);
        EXPECT_EQ(error.at("code"), code) << body;
        EXPECT_EQ(error.at("status"), 400);
        EXPECT_EQ(error.at("more_info"),
                  json::value("https://www.twilio.com/docs/errors/" + std::to_string(code)));
        EXPECT_TRUE(error.at("message").is_string());
    }
}

TEST_F(Twilio, RefusesBrokenEscapes)
{
    EXPECT_EQ(send("To=%2B1415%ZZ&From=1&Body=x").result_int(), 400U);
}

TEST_F(Twilio, AsksForCredentials)
{
    auto request = call(http::verb::post, messages_path, "To=%2B14155550100&From=1&Body=x");
    request.erase(http::field::authorization);

    auto const response = ask(request);

    EXPECT_EQ(response.result_int(), 401U);
    EXPECT_EQ(object_of(response).at("code"), 20003);
    // What an unauthorised send named did reach the provider.
    EXPECT_EQ(json::parse(sandbox.messages(1)).at("items").at(0).at("recipients"),
              json::array{"+14155550100"});
}

TEST_F(Twilio, SeesEveryRecipientOfARepeatedKey)
{
    send("To=%2B14155550100&From=1&Body=x&To=%2B14155550101");

    EXPECT_EQ(json::parse(sandbox.messages(1)).at("items").at(0).at("recipients"),
              (json::array{"+14155550100", "+14155550101"}));
}

TEST_F(Twilio, GivesBackWhatItSent)
{
    auto const sent = object_of(send("To=%2B14155550100&From=%2B14155550199&Body=one"));
    send("To=%2B14155550101&From=%2B14155550199&Body=two");
    std::string const uri{sent.at("uri").as_string()};

    EXPECT_EQ(object_of(ask(call(http::verb::get, uri))), sent);

    auto const page = object_of(ask(call(http::verb::get, messages_path)));
    ASSERT_EQ(page.at("messages").as_array().size(), 2U);
    EXPECT_EQ(page.at("messages").at(1), sent);
    EXPECT_TRUE(page.at("next_page_uri").is_null());

    auto const filtered = object_of(
        ask(call(http::verb::get, std::string{messages_path} + "?To=%2B14155550101&PageSize=20")));
    ASSERT_EQ(filtered.at("messages").as_array().size(), 1U);
    EXPECT_EQ(filtered.at("messages").at(0).at("body"), "two");
    EXPECT_EQ(json::parse(sandbox.messages(9)).at("items").as_array().size(), 2U)
        << "a fetch is no message";
}

TEST_F(Twilio, CancelsRedactsAndDeletes)
{
    auto const sent = object_of(send("To=%2B14155550100&From=1&Body=secret"));
    std::string const uri{sent.at("uri").as_string()};

    EXPECT_EQ(object_of(ask(call(http::verb::post, uri, "Status=canceled"))).at("status"),
              "canceled");
    EXPECT_EQ(object_of(ask(call(http::verb::post, uri, "Body="))).at("body"), "");
    EXPECT_EQ(ask(call(http::verb::delete_, uri)).result_int(), 204U);
    auto const gone = ask(call(http::verb::get, uri));
    EXPECT_EQ(gone.result_int(), 404U);
    EXPECT_EQ(object_of(gone).at("code"), 20404);
}

TEST_F(Twilio, KnowsMediaAndFeedback)
{
    auto const sent = object_of(send("To=%2B14155550100&From=1&Body=x"));
    std::string const media{sent.at("subresource_uris").at("media").as_string()};
    EXPECT_TRUE(object_of(ask(call(http::verb::get, media))).at("media_list").as_array().empty());

    auto const feedback = media.substr(0, media.size() - 10) + "Feedback.json";
    auto const response = ask(call(http::verb::post, feedback, "Outcome=unconfirmed"));
    EXPECT_EQ(response.result_int(), 201U);
    EXPECT_EQ(object_of(response).at("outcome"), "unconfirmed");
}

TEST_F(Twilio, KeepsAccountsApart)
{
    auto const sent = object_of(send("To=%2B14155550100&From=1&Body=x"));
    auto const other =
        "/2010-04-01/Accounts/AC2/Messages/" + std::string{sent.at("sid").as_string()} + ".json";

    EXPECT_EQ(ask(call(http::verb::get, other)).result_int(), 404U);
    EXPECT_EQ(ask(call(http::verb::get, "/2010-04-01/Accounts/AC2/Calls.json")).result_int(), 404U);
}

}  // namespace
