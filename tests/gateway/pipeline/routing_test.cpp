// Who is asked, in whose name, and in which mode.
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct Both {
    ScriptedUpstream twilio{says(answer_of(201, "{\"by\":\"twilio\"}"))};
    ScriptedUpstream sendgrid{says(answer_of(202, "{\"by\":\"sendgrid\"}"))};

    TestGateway::Text text(std::string const& in_twilio = "", std::string const& more = "") const
    {
        return {"[providers.twilio]\nupstream = \"" + twilio.url() + "\"\n" + in_twilio +
                "[providers.sendgrid]\nupstream = \"" + sendgrid.url() + "\"\n" + more};
    }
};

std::string get(std::string const& target, std::string const& host)
{
    return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}

TEST(Routing, GoesByPrefixHostAndUnmistakablePath)
{
    Both both;
    TestGateway gateway{both.text("host = \"sms.internal.example\"\n")};
    Client caller{gateway.port()};
    for (auto const& request : std::vector<std::string>{
             get("/twilio/x", "localhost"), get("/twilio", "localhost"),
             get("/x", "sms.internal.example"), get("/x", "SMS.internal.example:8080"),
             get("/x", "api.twilio.com"), get("/2010-04-01/x", "127.0.0.1:1"),
             get("http://sms.internal.example/x", "other"),
             get("http://api.twilio.com:80/x", "api.sendgrid.com")}) {
        EXPECT_EQ(caller.ask(request).body, "{\"by\":\"twilio\"}") << request;
    }
    for (auto const& request : std::vector<std::string>{get("/sendgrid/v3/x", "localhost"),
                                                        get("/v3/x", "api.sendgrid.com"),
                                                        get("/v3/mail/batch/1", "localhost")}) {
        EXPECT_EQ(caller.ask(request).body, "{\"by\":\"sendgrid\"}") << request;
    }
    EXPECT_EQ(both.twilio.received()[0].target(), "/x");
}

TEST(Routing, SaysWhatItKnowsWhereNobodyIsMeant)
{
    Both both;
    TestGateway gateway{both.text()};
    Client caller{gateway.port()};
    for (auto const& path :
         std::vector<std::string>{"/", "/x", "/twiliox/a", "/TWILIO/x", "/nobody/v3/mail/send"}) {
        auto const answer = caller.ask(get(path, "localhost"));
        EXPECT_EQ(answer.status(), 404U) << path;
        EXPECT_NE(answer.body.find("/twilio/"), std::string::npos);
        EXPECT_NE(answer.body.find("/sendgrid/"), std::string::npos);
    }
    EXPECT_EQ(caller.ask(get("http://evil.example/x", "localhost")).status(), 421U);
    EXPECT_EQ(caller.ask(get("/x", "evil.example")).status(), 421U);
    EXPECT_EQ(both.twilio.connections.count() + both.sendgrid.connections.count(), 0U);
}

TEST(Routing, APortOfItsOwnNeedsNoPrefix)
{
    Both both;
    TestGateway gateway{both.text("listen = \"127.0.0.1:0\"\n")};
    auto const ports = gateway.assembly().provider_ports();
    ASSERT_EQ(ports.size(), 1U);
    Client caller{ports[0].endpoint.port};
    EXPECT_EQ(caller.ask(get("/v3/mail/batch/1", "api.sendgrid.com")).body, "{\"by\":\"twilio\"}");
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
}

struct ObserveCase {
    std::string in_twilio;
    std::string more;
};

TEST(Observe, ForwardsAndJournalsByApplicationProviderAndCategory)
{
    for (auto const& [in_twilio, more] :
         {ObserveCase{"", "[applications.default]\nmode = \"observe\"\n"},
          ObserveCase{"mode = \"observe\"\n", ""},
          ObserveCase{"", "[categories.marketing]\nmode = \"observe\"\n"}}) {
        Both both;
        TestGateway gateway{both.text(in_twilio, more)};
        gateway.stop_promotional(std::string{stopped_phone});
        Client caller{gateway.port()};
        auto const answer = caller.ask(twilio_send(stopped_phone));
        EXPECT_EQ(answer.status(), 201U);
        EXPECT_EQ(answer["X-Optgate-Verdict"], "observed");
        EXPECT_EQ(both.twilio.count(), 1U);
        auto const journal = gateway.journal();
        ASSERT_EQ(journal.size(), 1U);
        EXPECT_EQ(journal[0].outcome, model::Outcome::observed);
        EXPECT_EQ(journal[0].decision, answer["X-Optgate-Decision"]);
    }
}

TEST(Enforce, RefusesInTheDialectAndJournalsBeforeTheAnswer)
{
    Both both;
    TestGateway gateway{both.text()};
    gateway.stop_promotional(std::string{stopped_phone});
    Client caller{gateway.port()};
    auto const answer = caller.ask(twilio_send(stopped_phone));
    EXPECT_EQ(answer.status(), 400U);
    EXPECT_NE(answer.body.find("21610"), std::string::npos);
    EXPECT_EQ(answer["Date"].size(), std::string_view{"Sun, 06 Nov 1994 08:49:37 GMT"}.size());
    EXPECT_EQ(gateway.journal().at(0).decision, answer["X-Optgate-Decision"]);
    EXPECT_EQ(
        caller.ask(twilio_send(stopped_phone, "X-Optgate-Category: one_time_code\r\n")).status(),
        201U);
    auto const twice = caller.ask(twilio_send(
        stopped_phone, "X-Optgate-Category: billing\r\nx-optgate-category: marketing\r\n"));
    EXPECT_EQ(twice.status(), 400U);
    EXPECT_EQ(twice["X-Optgate-Verdict"], "");
    EXPECT_EQ(both.twilio.count(), 1U);
}

TEST(Intent, ThatNamesNothingWeKnowIsRefusedInTheDialect)
{
    Both both;
    TestGateway gateway{both.text()};
    Client caller{gateway.port()};
    for (auto const& field :
         std::vector<std::string>{"X-Optgate-Category: nonsense", "X-Optgate-Stream: nonsense",
                                  "X-Optgate-App: nobody"}) {
        auto const answer = caller.ask(twilio_send(other_phone, field + "\r\n"));
        EXPECT_EQ(answer.status(), 400U) << field;
        EXPECT_NE(answer.body.find("\"code\""), std::string::npos) << answer.body;
    }
    EXPECT_EQ(both.twilio.count(), 0U);
}

TEST(Application, IsKnownByCredentialTokenAndName)
{
    Both both;
    TestGateway gateway{
        both.text("",
                  "[applications.by_credential]\ncredentials = [\"env:TEST_CREDENTIAL\"]\nmode = "
                  "\"observe\"\n"
                  "[applications.by_token]\ntoken = \"env:TEST_TOKEN\"\nmode = \"observe\"\n"
                  "[applications.by_name]\nmode = \"observe\"\n")};
    gateway.stop_promotional(std::string{stopped_phone});
    Client caller{gateway.port()};
    auto const app_of = [&](std::string const& field) {
        auto const answer = caller.ask(twilio_send(stopped_phone, field));
        if (answer["X-Optgate-Decision"].empty()) return std::string{"refused"};
        return gateway.journal().at(0).app;
    };
    EXPECT_EQ(app_of(""), "default");
    EXPECT_EQ(app_of("Authorization: Basic QUMxOnNlY3JldA==\r\n"), "by_credential");
    EXPECT_EQ(app_of("Authorization: Basic other\r\n"), "default");
    EXPECT_EQ(app_of("X-Optgate-App: shop-token\r\n"), "by_token");
    EXPECT_EQ(app_of("X-Optgate-App: by_name\r\n"), "by_name");
    EXPECT_EQ(app_of("X-Optgate-App: by_token\r\n"), "refused");
    EXPECT_EQ(app_of("X-Optgate-App: by_credential\r\n"), "refused");
    EXPECT_EQ(both.twilio.received().at(0).count("X-Optgate-App"), 0U);
}

TEST(Accept, AnswersAsTheProviderWouldAndPostsTheStatus)
{
    Both both;
    ScriptedUpstream application{says(answer_of(200, ""))};
    TestGateway gateway{both.text(
        "", "[applications.default]\nrefusal = \"accept\"\n[callbacks]\nallow_private = true\n")};
    gateway.stop_promotional(std::string{stopped_phone});
    Client caller{gateway.port()};
    auto const url =
        "http%3A%2F%2F127.0.0.1%3A" + std::to_string(application.port()) + "%2Fstatus%3Fa%3D1";
    auto const answer =
        caller.ask(post(twilio_path, form_type,
                        "To=%2B14155550100&From=%2B14155550199&Body=Sale&StatusCallback=" + url));
    EXPECT_EQ(answer.status(), 201U);
    ASSERT_TRUE(application.requests.wait_for(1));
    auto const got = application.received()[0];
    EXPECT_EQ(got.target(), "/status?a=1");
    EXPECT_NE(got.body.find("MessageStatus="), std::string::npos);
    EXPECT_EQ(both.twilio.count(), 0U);
}

}  // namespace
}  // namespace tests
