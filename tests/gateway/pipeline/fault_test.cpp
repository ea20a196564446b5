// What a provider can do wrong, and what the caller reads then. Whatever happens, it got the send at most once.
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

constexpr auto short_deadlines =
    "connect_timeout = \"300ms\"\nresponse_timeout = \"300ms\"\nbody_timeout = \"300ms\"\n"
    "waiting_timeout = \"300ms\"\n";

TestGateway::Text to(std::string const& url)
{
    return {"[providers.twilio]\nupstream = \"" + url + "\"\n[providers.sendgrid]\nupstream = \"" +
                url + "\"\n",
            "", short_deadlines};
}

/// Over its head limit or its deadline, whichever comes first.
constexpr unsigned either = 0;

struct Fault {
    std::string name;
    ScriptedUpstream::Script script;
    ScriptedUpstream::Greeting greeting{};
    unsigned status = 502;
};

/// A greeting that waits for the first bytes and then resets or closes.
ScriptedUpstream::Greeting at_first_bytes(bool reset)
{
    return [reset](Link& link) {
        link.receive();
        if (reset) link.reset();
        return false;
    };
}

std::vector<Fault> faults()
{
    auto const big = std::string(64 * 1024, 'x');
    auto const head = std::string{"HTTP/1.1 201 Created\r\n"};
    auto const says_nothing = [](Link& link, Message const&) {
        link.receive();  // until we give up and close
        return false;
    };
    return {
        {"closes on the first bytes", {}, at_first_bytes(false)},
        {"resets on the first bytes", {}, at_first_bytes(true)},
        {"closes at once", {}, [](Link&) { return false; }},
        {"closes without an answer", closes()},
        {"resets without an answer", resets()},
        {"never answers", says_nothing, {}, 504},
        {"stops within the head",
         [](Link& link, Message const&) {
             link.send("HTTP/1.1 201 Cre");
             link.receive();
             return false;
         },
         {},
         504},
        {"closes within the head", says_and_closes("HTTP/1.1 201 Created\r\nContent-Le")},
        {"garbage", says_and_closes("SSH-2.0-OpenSSH_9.2\r\n\r\n")},
        {"binary garbage",
         says_and_closes(std::string("\x15\x03\x01\x00\x02\x02\x16\r\n\r\n", 11))},
        {"four-digit status", says_and_closes("HTTP/1.1 2001 OK\r\nContent-Length: 0\r\n\r\n")},
        {"two-digit status", says_and_closes("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n")},
        {"status below 100", says_and_closes("HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n")},
        {"status of letters", says_and_closes("HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n")},
        {"HTTP/2 in letters", says_and_closes("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n")},
        {"HTTP/0.9", says_and_closes("{\"sid\":\"SM1\"}")},
        {"control byte in the reason",
         says_and_closes("HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n")},
        {"two lengths",
         says_and_closes(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x")},
        {"two equal lengths",
         says_and_closes(head + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}")},
        {"bad length", says_and_closes(head + "Content-Length: two\r\n\r\n{}")},
        {"negative length", says_and_closes(head + "Content-Length: -2\r\n\r\n{}")},
        {"enormous length",
         says_and_closes(head + "Content-Length: 99999999999999999999\r\n\r\n{}")},
        {"length and chunks",
         says_and_closes(head +
                         "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")},
        {"unknown coding", says_and_closes(head + "Transfer-Encoding: gzip\r\n\r\n")},
        {"list of codings",
         says_and_closes(head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")},
        {"chunks in HTTP/1.0",
         says_and_closes("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")},
        {"NUL in a value",
         says_and_closes(head + std::string("X-A: a\0b\r\nContent-Length: 0\r\n\r\n", 31))},
        {"bare CR in a value", says_and_closes(head + "X-A: a\rb\r\nContent-Length: 0\r\n\r\n")},
        {"folded field", says_and_closes(head + "X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n")},
        {"field folded before its value", says_and_closes(head + "Content-Length:\r\n 0\r\n\r\n")},
        {"space before the colon", says_and_closes(head + "Content-Length : 0\r\n\r\n")},
        {"huge head", says_and_closes(head + "X-Big: " + big + "\r\n\r\n")},
        {"endless head", says_and_closes(head + "X-Big: " + big)},
        {"switches protocols unasked",
         says_and_closes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")},
        {"interim answers without end",
         [](Link& link, Message const&) {
             while (link.send("HTTP/1.1 102 Processing\r\n\r\n")) {
             }
             return false;
         },
         {},
         either},
    };
}

class ProviderFault : public testing::TestWithParam<std::size_t> {};

TEST_P(ProviderFault, IsToldInTheDialectAndTheSendNeverRepeated)
{
    auto const fault = faults()[GetParam()];
    SCOPED_TRACE(fault.name);
    ScriptedUpstream upstream{fault.script, fault.greeting};
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};

    auto const answer = caller.ask(twilio_send(other_phone));

    if (fault.status == either) {
        EXPECT_TRUE(answer.status() == 502 || answer.status() == 504) << answer.raw;
    } else {
        EXPECT_EQ(answer.status(), fault.status);
    }
    EXPECT_NE(answer.body.find("\"code\""), std::string::npos) << answer.raw;
    EXPECT_LE(upstream.count(), 1U);
    EXPECT_EQ(upstream.connections.count(), 1U);
    auto const journal = gateway.journal();
    ASSERT_EQ(journal.size(), 1U);
    EXPECT_EQ(journal[0].outcome, model::Outcome::unknown);
    EXPECT_EQ(journal[0].address, other_phone);

    // The caller's connection goes on, and the next send is a send of its own.
    upstream.greet({});
    upstream.now(says(answer_of(201, "{}")));
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
}

INSTANTIATE_TEST_SUITE_P(Each, ProviderFault, testing::Range(std::size_t{0}, faults().size()));

struct Cut {
    std::string name;
    ScriptedUpstream::Script script;
};

TEST(AnswerBody, CutShortIsNotMadeWhole)
{
    auto const chunked = std::string{"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"};
    auto const stalls = [](std::string bytes) -> ScriptedUpstream::Script {
        return [bytes = std::move(bytes)](Link& link, Message const&) {
            link.send(bytes);
            link.receive();
            return false;
        };
    };
    std::vector<Cut> const cuts{
        {"length", says_and_closes("HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{\"sid\"")},
        {"long length",
         says_and_closes("HTTP/1.1 201 Created\r\nContent-Length: 200000\r\n\r\n{\"sid\"")},
        {"chunk", says_and_closes(chunked + "14\r\n{\"sid\"")},
        {"between chunks", says_and_closes(chunked + "6\r\n{\"sid\"\r\n")},
        {"bad chunk size", says_and_closes(chunked + "6\r\n{\"sid\"\r\nzz\r\n")},
        {"bad chunk end", says_and_closes(chunked + "6\r\n{\"sid\"XX0\r\n\r\n")},
        {"control byte in an extension",
         says_and_closes(chunked + "6;a=\"\x01\"\r\n{\"sid\"\r\n0\r\n\r\n")},
        {"endless extension", says_and_closes(chunked + "6;a=" + std::string(100'000, 'a'))},
        {"stalled length", stalls("HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{\"sid\"")},
        {"stalled chunk", stalls(chunked + "14\r\n{\"sid\"")},
    };
    for (auto const& cut : cuts) {
        SCOPED_TRACE(cut.name);
        ScriptedUpstream upstream{cut.script};
        TestGateway gateway{to(upstream.url())};
        Client caller{gateway.port()};
        auto const answer = caller.ask(twilio_send(other_phone));
        // What was begun ends early; where nothing was, the caller is told.
        EXPECT_EQ(answer.status(), answer.whole ? 502U : 201U) << answer.raw;
        EXPECT_EQ(upstream.count(), 1U);
    }
}

TEST(Provider, ThatRefusesConnectionsIsSaidToHaveGotNothing)
{
    DeafPort const port{DeafPort::Kind::refuses};
    TestGateway gateway{to("http://127.0.0.1:" + std::to_string(port.port()))};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 502U);
    EXPECT_EQ(caller.ask(sendgrid_send({"a@example.com", "b@example.com"})).status(), 502U);
    EXPECT_EQ(caller.ask("GET /v3/mail/batch/1 HTTP/1.1\r\nHost: localhost\r\n\r\n").status(),
              502U);
    auto const journal = gateway.journal();
    ASSERT_EQ(journal.size(), 3U);
    for (auto const& entry : journal)
        EXPECT_EQ(entry.outcome, model::Outcome::not_sent);
}

TEST(Provider, ThatTakesNoConnectionsIsGivenUpAfterItsDeadline)
{
    DeafPort const port{DeafPort::Kind::ignores};
    TestGateway gateway{to("http://127.0.0.1:" + std::to_string(port.port()))};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 504U);
    auto const journal = gateway.journal();
    ASSERT_EQ(journal.size(), 1U);
    EXPECT_EQ(journal[0].outcome, model::Outcome::not_sent);
}

TEST(Answers, OfEveryStatusPassWithTheirFields)
{
    for (unsigned const status :
         {200U, 202U, 204U, 301U, 304U, 400U, 404U, 429U, 500U, 503U, 599U}) {
        SCOPED_TRACE(status);
        auto const bodiless = status == 204 || status == 304;
        auto const fields = std::string{"Retry-After: 7\r\nX-RateLimit-Limit: 3\r\n"};
        ScriptedUpstream upstream{says(bodiless ? "HTTP/1.1 " + std::to_string(status) +
                                                      " As Scripted\r\n" + fields + "\r\n"
                                                : answer_of(status, "{\"said\":true}", fields))};
        TestGateway gateway{to(upstream.url())};
        Client caller{gateway.port()};
        for (int i = 0; i < 2; ++i) {
            auto const answer = caller.ask(twilio_send(other_phone));
            EXPECT_EQ(answer.status(), status);
            EXPECT_EQ(answer.start, "HTTP/1.1 " + std::to_string(status) + " As Scripted");
            EXPECT_EQ(answer["Retry-After"], "7");
            EXPECT_EQ(answer["X-RateLimit-Limit"], "3");
            EXPECT_EQ(answer.body, bodiless ? "" : "{\"said\":true}");
        }
        EXPECT_EQ(upstream.count(), 2U);
        EXPECT_EQ(upstream.connections.count(), 1U);
        EXPECT_TRUE(gateway.journal().empty());
    }
}

/// Twenty megabytes, of which a provider that does not read takes a part.
std::string long_send()
{
    return post(twilio_path, form_type,
                "To=%2B14155550101&From=1&Body=" + std::string(20'000'000, 'x'));
}

TEST(EarlyAnswers, OfAProviderThatStopsReadingAreRelayed)
{
    Gate over;
    ScriptedUpstream upstream{{}, [&](Link& link) {
                                  link.receive();
                                  link.send(answer_of(401, "{\"said\":true}"));
                                  over.wait();
                                  return false;
                              }};
    TestGateway gateway{
        {.providers = "[providers.twilio]\nupstream = \"" + upstream.url() + "\"\n"}};
    Client caller{gateway.port()};
    auto const answer = caller.ask(long_send());
    over.open();
    EXPECT_EQ(answer.status(), 401U);
    EXPECT_EQ(answer.body, "{\"said\":true}");
}

// The reset is there when the bytes are read, and no event tells of it later.
TEST(Resets, ThatComeWithPartOfAnAnswerAreToldAtOnce)
{
    ScriptedUpstream upstream{[](Link& link, Message const&) {
        link.send("HTTP/1.1 201 Created\r\nX: 1\r\n");
        link.reset();
        return false;
    }};
    TestGateway gateway{
        {.providers = "[providers.twilio]\nupstream = \"" + upstream.url() + "\"\n"}};
    Client caller{gateway.port()};
    for (int i = 0; i < 30; ++i)
        ASSERT_EQ(caller.ask(twilio_send(other_phone)).status(), 502U) << i;
}

TEST(InterimAnswers, ArePassedOver)
{
    ScriptedUpstream upstream{
        says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
             answer_of(201, "{}"))};
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};
    auto const answer = caller.ask(twilio_send(other_phone));
    EXPECT_EQ(answer.status(), 201U);
    EXPECT_EQ(answer["Link"], "");
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    EXPECT_EQ(upstream.connections.count(), 1U);
}

TEST(PooledConnection, ClosedWhileIdleIsReplacedUnseen)
{
    ScriptedUpstream upstream{says_and_closes(answer_of(201, "{}"))};
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};
    for (std::size_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
        ASSERT_TRUE(upstream.gone.wait_for(i));
        EXPECT_EQ(upstream.count(), i);
    }
}

TEST(PooledConnection, ClosedAfterItTookTheSendIsNotTriedAgain)
{
    ScriptedUpstream upstream{says(answer_of(201, "{}"))};
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    for (auto const& script : {closes(), resets()}) {
        auto const before = upstream.count();
        upstream.now(script);
        EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 502U);
        EXPECT_EQ(upstream.count(), before + 1);
        upstream.now(says(answer_of(201, "{}")));
        EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    }
}

TEST(PooledConnection, WithBytesNobodyAskedForIsNotUsedAgain)
{
    auto const forged = answer_of(299, "{\"forged\":true}");
    ScriptedUpstream upstream{says(answer_of(201, "{}") + forged)};
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};
    for (std::size_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
        EXPECT_EQ(upstream.connections.count(), i);
    }
}

TEST(PooledConnection, ThatSpeaksUnaskedWhileIdleIsNotUsedAgain)
{
    Gate idle;
    Tally said;
    ScriptedUpstream upstream{[&](Link& link, Message const&) {
        auto const answered = link.send(answer_of(201, "{}"));
        if (!idle.wait()) return false;
        link.send(answer_of(299, "{\"forged\":true}"));
        said.add();
        return answered;
    }};
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    idle.open();
    ASSERT_TRUE(said.wait_for(1));
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    EXPECT_EQ(upstream.connections.count(), 2U);
}

TEST(Provider, ThatAnswersWithoutReadingTheWholeSendIsHeard)
{
    ScriptedUpstream upstream{
        {}, [](Link& link) {
            link.receive();
            link.send(answer_of(413, "{\"too\":\"large\"}", "Connection: close\r\n"));
            link.finish_sending();
            while (!link.receive().empty()) {
            }
            return false;
        }};
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};
    auto const answer = caller.ask(
        post(twilio_path, form_type, "To=%2B14155550101&Body=" + std::string(300'000, 'x')));
    EXPECT_EQ(answer.status(), 413U);
    EXPECT_EQ(answer.body, "{\"too\":\"large\"}");
}

TEST(CallsInFlight, OverTheLimitAreRefusedAndNotSent)
{
    Gate gate;
    ScriptedUpstream upstream{[&](Link& link, Message const&) {
        gate.wait();
        return link.send(answer_of(201, "{}"));
    }};
    auto text = to(upstream.url());
    text.upstream =
        "connect_timeout = \"300ms\"\nwaiting_timeout = \"300ms\"\nin_flight = 1\nwaiting = 1\n";
    TestGateway gateway{text};
    Client first{gateway.port()};
    Client second{gateway.port()};
    first.link->send(twilio_send(other_phone));
    ASSERT_TRUE(upstream.requests.wait_for(1));
    auto const late = second.ask(twilio_send(other_phone));
    EXPECT_EQ(late.status(), 503U);
    EXPECT_NE(late.body.find("\"code\""), std::string::npos);
    EXPECT_NE(late.status(), 429U);
    gate.open();
    EXPECT_EQ(first.reading.answer()->status(), 201U);
    EXPECT_EQ(second.ask(twilio_send(other_phone)).status(), 201U);
    EXPECT_EQ(upstream.count(), 2U);
}

}  // namespace
}  // namespace tests
