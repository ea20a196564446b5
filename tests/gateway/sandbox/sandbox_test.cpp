// The sandbox as a server: connections, limits, what it shows, how it ends.
#include "gateway/sandbox/sandbox.hpp"

#include "tests/gateway/sandbox/client.hpp"

#include <gtest/gtest.h>

namespace {

using gateway::Sandbox;
using namespace sandbox_test;
namespace json = boost::json;

Request sms(std::string body)
{
    Request request{http::verb::post, "/2010-04-01/Accounts/AC1/Messages.json", 11};
    request.set(http::field::host, "api.twilio.com");
    request.set(http::field::authorization, "Basic c2VjcmV0");
    request.set(http::field::content_type, "application/x-www-form-urlencoded");
    request.body() = std::move(body);
    return request;
}

json::array items_of(Sandbox const& sandbox, std::size_t limit = 100)
{
    return json::parse(sandbox.messages(limit)).at("items").as_array();
}

TEST(Sandbox, ShowsWhatReachedItNewestFirst)
{
    Sandbox sandbox;
    Client client{sandbox.port()};

    client.ask(sms("To=%2B14155550100&From=%2B14155550199&Body=one"));
    client.ask(sms("To=%2B14155550101&From=%2B14155550199&Body=two"));

    auto const items = items_of(sandbox);
    ASSERT_EQ(items.size(), 2U);
    auto const& newest = items[0].as_object();
    EXPECT_EQ(newest.at("provider"), "twilio");
    EXPECT_EQ(newest.at("method"), "POST");
    EXPECT_EQ(newest.at("path"), "/2010-04-01/Accounts/AC1/Messages.json");
    EXPECT_EQ(newest.at("status"), 201);
    EXPECT_EQ(newest.at("recipients"), json::array{"+14155550101"});
    EXPECT_EQ(newest.at("body"), "To=%2B14155550101&From=%2B14155550199&Body=two");
    EXPECT_EQ(newest.at("body_encoding"), "text");
    EXPECT_EQ(newest.at("body_bytes"), 46);
    EXPECT_EQ(newest.at("body_sha256").as_string().size(), 64U);
    EXPECT_EQ(items[1].at("recipients"), json::array{"+14155550100"});
    EXPECT_EQ(items_of(sandbox, 1).size(), 1U);
    EXPECT_TRUE(json::parse(sandbox.messages(1)).at("next").is_null());
}

TEST(Sandbox, NeverShowsCredentials)
{
    Sandbox sandbox;

    Client{sandbox.port()}.ask(sms("To=%2B14155550100&From=%2B14155550199&Body=x"));

    auto const shown = sandbox.messages(1);
    EXPECT_EQ(shown.find("c2VjcmV0"), std::string::npos);
    EXPECT_NE(shown.find("Authorization"), std::string::npos);
}

TEST(Sandbox, ShowsBinaryBodiesAsBase64)
{
    Sandbox sandbox;

    Client{sandbox.port()}.ask(sms(std::string{"\xff\xfe\x00", 3}));

    EXPECT_EQ(items_of(sandbox)[0].at("body"), "//4A");
    EXPECT_EQ(items_of(sandbox)[0].at("body_encoding"), "base64");
}

TEST(Sandbox, ForgetsTheOldestOverItsLimits)
{
    gateway::SandboxLimits limits;
    limits.messages = 2;
    Sandbox sandbox{limits};
    Client client{sandbox.port()};

    for (auto const* const to : {"+14155550100", "+14155550101", "+14155550102"}) {
        client.ask(sms("From=1&Body=x&To=" + std::string{to}));
    }

    auto const items = items_of(sandbox);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[1].at("recipients"), json::array{" 14155550101"});
}

TEST(Sandbox, ForgetsTheOldestOverItsBytes)
{
    gateway::SandboxLimits limits;
    limits.kept_bytes = 150;
    Sandbox sandbox{limits};
    Client client{sandbox.port()};

    client.ask(sms("To=100&From=1&Body=" + std::string(80, 'a')));
    client.ask(sms("To=101&From=1&Body=" + std::string(80, 'b')));

    auto const items = items_of(sandbox);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("recipients"), json::array{"101"});
}

TEST(Sandbox, AnswersPipelinedCallsInOrder)
{
    Sandbox sandbox;
    Client client{sandbox.port()};
    std::string const head =
        " HTTP/1.1\r\nHost: api.sendgrid.com\r\nAuthorization: Bearer x\r\n\r\n";

    client.write("GET /v3/mail/batch/aa" + head + "GET /v3/mail/batch/bb" + head);

    EXPECT_EQ(object_of(client.answer()).at("batch_id"), "aa");
    EXPECT_EQ(object_of(client.answer()).at("batch_id"), "bb");
}

TEST(Sandbox, ReadsChunkedBodiesAndSaysContinue)
{
    Sandbox sandbox;
    Client client{sandbox.port()};

    client.write(
        "POST /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1\r\nHost: "
        "api.twilio.com\r\nAuthorization: Basic x\r\n"
        "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(client.answer().result_int(), 100U);
    client.write("17\r\nTo=%2B14155550100&From=\r\n8\r\n1&Body=x\r\n0\r\n\r\n");

    EXPECT_EQ(client.answer().result_int(), 201U);
}

TEST(Sandbox, RefusesBodiesOverTheLimitInTheProvidersShape)
{
    gateway::SandboxLimits limits;
    limits.body_bytes = 10;
    Sandbox sandbox{limits};

    Client client{sandbox.port()};
    client.write(
        "POST /v3/mail/send HTTP/1.1\r\nHost: api.sendgrid.com\r\nAuthorization: Bearer "
        "x\r\nContent-Length: 11\r\n\r\n");

    auto const response = client.answer();
    EXPECT_EQ(response.result_int(), 413U);
    EXPECT_EQ(object_of(response).at("errors").at(0).at("message"), "content too large");
    EXPECT_TRUE(client.is_at_end());
}

TEST(Sandbox, AnswersMalformedHttpWith400AndCloses)
{
    Sandbox sandbox;
    Client client{sandbox.port()};

    client.write("GET / HTTP/1.1\r\nno colon here\r\n\r\n");

    EXPECT_EQ(client.answer().result_int(), 400U);
    EXPECT_TRUE(client.is_at_end());
}

TEST(Sandbox, TellsProvidersApartByPathThenByHost)
{
    Sandbox sandbox;
    Client client{sandbox.port()};
    Request request{http::verb::get, "/v3/templates", 11};
    request.set(http::field::host, "api.sendgrid.com");
    request.set(http::field::authorization, "Bearer x");
    EXPECT_TRUE(object_of(client.ask(request)).contains("errors"));

    request.set(http::field::host, "api.twilio.com");
    EXPECT_EQ(object_of(client.ask(request)).at("code"), 20404);

    request.set(http::field::host, "127.0.0.1");
    EXPECT_TRUE(object_of(client.ask(request)).contains("error"));
}

TEST(Sandbox, AnswersHeadWithoutABody)
{
    Sandbox sandbox;
    Client client{sandbox.port()};
    Request request{http::verb::head, "/2010-04-01/Accounts/AC1/Messages.json", 11};
    request.set(http::field::host, "api.twilio.com");
    request.set(http::field::authorization, "Basic x");

    auto const response = client.ask(request);

    EXPECT_EQ(response.result_int(), 200U);
    EXPECT_TRUE(response.body().empty());
    EXPECT_EQ(client.ask(sms("To=100&From=1&Body=x")).result_int(), 201U);
}

TEST(Sandbox, StopsAlthoughConnectionsAreOpenAndHalfWritten)
{
    gateway::SandboxLimits limits;
    limits.drain_timeout = std::chrono::milliseconds{50};
    Sandbox sandbox{limits};
    Client idle{sandbox.port()};
    idle.ask(sms("To=100&From=1&Body=x"));
    Client busy{sandbox.port()};
    busy.write(
        "POST /v3/mail/send HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
        "9\r\n\r\n");
    EXPECT_EQ(busy.answer().result_int(), 100U);

    sandbox.stop();
    sandbox.stop();

    EXPECT_TRUE(idle.is_at_end());
    EXPECT_TRUE(busy.is_at_end());
    EXPECT_EQ(items_of(sandbox).size(), 1U);
}

}  // namespace
