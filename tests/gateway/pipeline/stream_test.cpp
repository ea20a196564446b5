// What passes, passes whole: pipelining, both framings, calls that are no sends, long bodies, heads cleaned of what
// belongs to one connection.
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace tests {
namespace {

class Stream : public testing::Test {
protected:
    ScriptedUpstream upstream{says(answer_of(200, "{\"said\":1}"))};
    TestGateway gateway{{"[providers.twilio]\nupstream = \"" + upstream.url() +
                             "\"\n[providers.sendgrid]\nupstream = \"" + upstream.url() + "\"\n",
                         "body_timeout = \"300ms\"\nidle_timeout = \"300ms\"\n",
                         "response_timeout = \"2s\"\n"}};
    Client caller{gateway.port()};
};

std::string get(std::string const& target, std::string const& fields = "",
                std::string const& method = "GET")
{
    return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

constexpr auto fetched = "/twilio/2010-04-01/Accounts/AC1/Messages/SM1.json?Page=2&x=%2F";

TEST_F(Stream, PipelinedCallsAreAnsweredInOrder)
{
    upstream.now([](Link& link, Message const& request) {
        return link.send(answer_of(200, request.target()));
    });
    std::string all;
    for (int i = 0; i < 40; ++i) {
        all += get("/twilio/fetch/" + std::to_string(i));
        all += twilio_send(other_phone);
    }
    caller.link->send(all);
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(caller.reading.answer()->body, "/fetch/" + std::to_string(i));
        EXPECT_EQ(caller.reading.answer()->body, twilio_path);
    }
    EXPECT_EQ(upstream.connections.count(), 1U);
}

TEST_F(Stream, ARequestArrivesTheSameHoweverItIsSplit)
{
    auto const send = sendgrid_send({"a@example.com"}, "X-Long: " + std::string(300, 'x') + "\r\n");
    caller.ask(send);
    for (std::size_t at = 1; at < send.size(); at += 7) {
        caller.link->send(send.substr(0, at));
        EXPECT_EQ(caller.ask(send.substr(at)).status(), 200U);
    }
    auto const received = upstream.received();
    for (auto const& request : received)
        EXPECT_EQ(request.raw, received.front().raw);
}

TEST_F(Stream, ExpectationsAreMet)
{
    auto const send = twilio_send(other_phone, "Expect: 100-continue\r\n");
    auto const end = send.find("\r\n\r\n") + 4;
    auto const go_on = caller.ask(send.substr(0, end));
    EXPECT_EQ(go_on.start, "HTTP/1.1 100 Continue");
    EXPECT_EQ(caller.ask(send.substr(end)).status(), 200U);
    EXPECT_EQ(upstream.received()[0]["Expect"], "");

    auto const put = get("/twilio/x", "Content-Length: 3\r\nExpect: 100-continue\r\n", "PUT");
    EXPECT_EQ(caller.ask(put).start, "HTTP/1.1 100 Continue");
    EXPECT_EQ(caller.ask("abc").status(), 200U);
    EXPECT_EQ(upstream.received()[1].body, "abc");
}

TEST_F(Stream, ChunkedSendsAreReadAndForwardedWithALength)
{
    auto const head = std::string{"POST "}.append(twilio_path) +
                      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + std::string{form_type} +
                      "\r\nTransfer-Encoding: chunked\r\n\r\n";
    auto const chunks = std::string{
        "8;x=\"y\"\r\nTo=%2B14\r\n17\r\n155550101&Body=x&From=1\r\n0\r\nX-Optgate-App: "
        "nobody\r\nContent-Type: a\r\n\r\n"};
    auto const whole = head + chunks;
    for (std::size_t at = head.size(); at < whole.size(); at += 3) {
        caller.link->send(whole.substr(0, at));
        ASSERT_EQ(caller.ask(whole.substr(at)).status(), 200U) << at;
    }
    for (auto const& got : upstream.received()) {
        EXPECT_EQ(got.body, "To=%2B14155550101&Body=x&From=1");
        EXPECT_EQ(got["Content-Length"], "31");
        EXPECT_EQ(got["Transfer-Encoding"], "");
        EXPECT_EQ(got.count("(trailer)"), 0U);
    }
}

TEST_F(Stream, AChunkedSendWithTheLargestHeadIsRead)
{
    for (std::size_t size = 16 * 1024 - 400; size < 16 * 1024 - 100; size += 20) {
        auto const start = std::string{"POST "}.append(twilio_path) +
                           " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nX-A: ";
        auto const head = start + std::string(size - start.size(), 'a') + "\r\n\r\n";
        auto const answer = caller.ask(head + "1a\r\nTo=%2B14155550101&Body=xyz\r\n0\r\n\r\n");
        ASSERT_EQ(answer.status(), 200U) << size << answer.raw;
    }
}

TEST_F(Stream, OtherCallsPassUntouchedBothWays)
{
    upstream.now(
        says("HTTP/1.1 200 Fine\r\nETag: \"a\"\r\nX-Mixed-Case: Kept\r\nSet-Cookie: "
             "a=1\r\nSet-Cookie: b=2\r\n"
             "Content-Length: 5\r\n\r\nhello"));
    auto const answer =
        caller.ask(get(fetched, "Authorization: Basic QQ==\r\nX-Own: a, b\r\nAccept: */*\r\n"));
    EXPECT_EQ(answer.start, "HTTP/1.1 200 Fine");
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer["ETag"], "\"a\"");
    EXPECT_EQ(answer.count("Set-Cookie"), 2U);
    EXPECT_EQ(
        upstream.received()[0].raw,
        "GET /2010-04-01/Accounts/AC1/Messages/SM1.json?Page=2&x=%2F HTTP/1.1\r\nHost: 127.0.0.1:" +
            std::to_string(upstream.port()) +
            "\r\nAuthorization: Basic QQ==\r\nX-Own: a, b\r\nAccept: */*\r\n\r\n");
}

TEST_F(Stream, HeadAnswersKeepTheirLengthAndHaveNoBody)
{
    upstream.now(says("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
    for (int i = 0; i < 2; ++i) {
        auto const answer = caller.ask(get(fetched, "", "HEAD"), true);
        EXPECT_EQ(answer.status(), 200U);
        EXPECT_EQ(answer["Content-Length"], "1234");
    }
    upstream.now(says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    EXPECT_EQ(caller.ask(get(fetched, "", "HEAD"), true).status(), 200U);
    EXPECT_EQ(caller.ask(get("/nothing", "", "HEAD"), true).status(), 404U);
    upstream.now(says(answer_of(200, "x")));
    EXPECT_EQ(caller.ask(get(fetched)).body, "x");
    EXPECT_EQ(upstream.connections.count(), 1U);
}

TEST_F(Stream, AnswersInChunksAndUntilTheCloseArriveWhole)
{
    upstream.now(
        says("HTTP/1.1 200 OK\r\nTransfer-Encoding: "
             "chunked\r\n\r\n3;a=b\r\nabc\r\n4\r\ndefg\r\n0\r\nX-T: 1\r\n\r\n"));
    auto const chunked = caller.ask(get(fetched));
    EXPECT_EQ(chunked.body, "abcdefg");
    EXPECT_TRUE(chunked.whole);
    EXPECT_EQ(chunked.count("(trailer)"), 0U);
    upstream.now(says_and_closes("HTTP/1.1 200 OK\r\n\r\nuntil the end"));
    auto const until = caller.ask(get(fetched));
    EXPECT_EQ(until.body, "until the end");
    EXPECT_TRUE(until.whole);
    upstream.now(says_and_closes("HTTP/1.0 200 OK\r\n\r\nold"));
    EXPECT_EQ(caller.ask(get(fetched)).body, "old");
}

TEST_F(Stream, CallersOfHttp10AreServed)
{
    auto const plain = std::string{"GET "} + fetched + " HTTP/1.0\r\n";
    auto const kept = caller.ask(plain + "Connection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept.status(), 200U);
    EXPECT_EQ(kept["Connection"], "keep-alive");
    upstream.now(
        says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
    auto const streamed = caller.ask(plain + "Connection: keep-alive\r\n\r\n");
    EXPECT_EQ(streamed["Transfer-Encoding"], "");
    EXPECT_EQ(streamed.body, "abc");
    EXPECT_TRUE(streamed.whole);
    Client other{gateway.port()};
    EXPECT_EQ(other.ask(plain + "\r\n").body, "abc");
    EXPECT_EQ(other.reading.rest(), "");
}

TEST_F(Stream, TwentyMegabytesPassBothWaysWithoutBeingHeld)
{
    std::string big(20 * 1024 * 1024, '\0');
    for (std::size_t i = 0; i < big.size(); ++i)
        big[i] = static_cast<char>(i * 31 + (i >> 13));
    upstream.now(
        [](Link& link, Message const& request) { return link.send(answer_of(200, request.body)); });
    // Reading so much may take a provider in a sanitizer longer than the short deadlines of the others.
    TestGateway patient{
        {.providers = "[providers.twilio]\nupstream = \"" + upstream.url() + "\"\n"}};
    for (bool const chunked : {false, true}) {
        SCOPED_TRACE(chunked);
        Client pusher{patient.port()};  // looking at so much may outlast the idle deadline
        std::thread sending{[&] {
            if (!chunked) {
                pusher.link->send(get("/twilio/upload",
                                      "Content-Length: " + std::to_string(big.size()) + "\r\n",
                                      "PUT"));
                pusher.link->send(big);
                return;
            }
            pusher.link->send(get("/twilio/upload", "Transfer-Encoding: chunked\r\n", "PUT") +
                              "1400000\r\n");
            pusher.link->send(big);
            pusher.link->send("\r\n0\r\n\r\n");
        }};
        auto const answer = pusher.reading.answer();
        sending.join();
        ASSERT_TRUE(answer);
        EXPECT_TRUE(answer->body == big);
        EXPECT_TRUE(upstream.received().back().body == big);
    }
}

TEST_F(Stream, FieldsOfOneConnectionStayBehind)
{
    auto const own = std::string{
        "Connection: X-Own, close\r\nX-Own: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\nTrailer: X\r\n"
        "Upgrade: h2c\r\nProxy-Authorization: Basic QQ==\r\nProxy-Connection: x\r\nX-Kept: 1\r\n"};
    upstream.now(says(
        "HTTP/1.1 200 OK\r\nConnection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: 3\r\nX-Kept: 1\r\n"
        "Proxy-Authenticate: Basic\r\nX-Optgate-Verdict: forged\r\nContent-Length: 0\r\n\r\n"));
    auto const answer = caller.ask(twilio_send(
        other_phone,
        own + "X-Optgate-Customer: c1\r\nx-optgate-stream: api\r\nX-OPTGATE-Anything: 1\r\n"));
    auto const got = upstream.received().at(0);
    for (auto const* name :
         {"Connection", "X-Own", "Keep-Alive", "TE", "Trailer", "Upgrade", "Proxy-Authorization",
          "Proxy-Connection", "X-Optgate-Customer", "X-Optgate-Stream", "X-Optgate-Anything"}) {
        EXPECT_EQ(got.count(name), 0U) << name;
    }
    EXPECT_EQ(got["X-Kept"], "1");
    EXPECT_EQ(answer.count("X-Inner"), 0U);
    EXPECT_EQ(answer.count("Keep-Alive"), 0U);
    EXPECT_EQ(answer.count("Proxy-Authenticate"), 0U);
    EXPECT_EQ(answer.count("X-Optgate-Verdict"), 1U);
    EXPECT_EQ(answer["X-Optgate-Verdict"], "delivered");
    EXPECT_EQ(answer["X-Kept"], "1");
    EXPECT_EQ(answer["Connection"], "close");
}

TEST_F(Stream, CallersThatLeaveOrStallInTheirBodyHarmNobody)
{
    auto const send = twilio_send(other_phone);
    {
        Client leaves{gateway.port()};
        leaves.link->send(send.substr(0, send.size() - 5));
        leaves.link->finish_sending();
        leaves.reading.rest();
    }
    {
        Client resets{gateway.port()};
        resets.link->send(send.substr(0, send.size() - 5));
        resets.link->reset();
    }
    Client stalls{gateway.port()};
    EXPECT_EQ(stalls.ask(send.substr(0, send.size() - 5)).status(), 400U);
    EXPECT_EQ(upstream.connections.count(), 0U);
    Client streams{gateway.port()};
    EXPECT_EQ(streams.ask(get("/twilio/x", "Content-Length: 9\r\n", "PUT") + "abc").status(), 408U);
    Client breaks{gateway.port()};
    EXPECT_EQ(
        breaks.ask(get("/twilio/x", "Transfer-Encoding: chunked\r\n", "PUT") + "3\r\nabc\r\nzz\r\n")
            .status(),
        400U);
    EXPECT_EQ(upstream.count(), 0U);
    Client half{gateway.port()};
    half.link->send(send);
    half.link->finish_sending();
    EXPECT_EQ(half.reading.answer()->status(), 200U);
}

TEST_F(Stream, AnIdleCallerIsClosedAfterItsTime)
{
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 200U);
    EXPECT_TRUE(caller.link->is_ended_by_peer());
}

}  // namespace
}  // namespace tests
