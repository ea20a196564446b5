// RFC 9112: what is taken, and what it means.
#include "tests/gateway/http/reading.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tests {
namespace {

std::string const host = "Host: a.example\r\n";

TEST(Request, IsReadIntoSpans)
{
    EXPECT_EQ(read<true>("POST /a?b HTTP/1.1\r\n" + host +
                         "X-A:  b c \t\r\nX-Empty:\r\nContent-Length: 3\r\n\r\nabc"),
              "POST /a?b v11 kept\nHost=a.example\nX-A=b c\nX-Empty=\nContent-Length=3 | framing 1 "
              "of 3 '' left 3");
}

TEST(Request, WithoutFramingHasNoBody)
{
    EXPECT_EQ(read<true>("GET / HTTP/1.1\r\n" + host + "\r\nGET"),
              "GET / v11 kept\nHost=a.example | framing 0 of 0 '' left 3");
    EXPECT_EQ(read<true>("POST / HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n"),
              "POST / v11 kept\nHost=a.example\nContent-Length=0 | framing 0 of 0 '' left 0");
}

TEST(Request, OfHttp10ClosesUnlessItSaysOtherwise)
{
    EXPECT_EQ(read<true>("GET / HTTP/1.0\r\n\r\n"), "GET / v10 closed | framing 0 of 0 '' left 0");
    EXPECT_EQ(read<true>("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
              "GET / v10 kept\nConnection=keep-alive | framing 0 of 0 '' left 0");
    EXPECT_EQ(read<true>("GET / HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"),
              "GET / v11 closed\nHost=a.example\nConnection=close | framing 0 of 0 '' left 0");
}

TEST(Request, InChunksIsDecodedAndItsTrailersForgotten)
{
    EXPECT_EQ(
        read<true>("POST / HTTP/1.1\r\n" + host +
                   "Transfer-Encoding: CHUNKED\r\n\r\n"
                   "3;n=\"v\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nContent-Type: forged\r\n\r\nnext"),
        "POST / v11 kept\nHost=a.example\nTransfer-Encoding=CHUNKED | framing 2 of 0 "
        "'abc0123456789' left 4");
}

TEST(Request, HostsOfEveryKindAreTaken)
{
    for (auto const& text :
         std::vector<std::string>{"a", "a.example:8080", "127.0.0.1", "[::1]", "[::1]:443",
                                  "xn--mnchen-3ya.example", "a_b", "a:"}) {
        EXPECT_NE(read<true>("GET / HTTP/1.1\r\nHost: " + text + "\r\n\r\n").substr(0, 3), "ref")
            << text;
    }
}

TEST(Answer, IsReadByItsFraming)
{
    EXPECT_EQ(read<false>("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
              "200 OK v11 kept\nContent-Length=2 | framing 1 of 2 '' left 2");
    EXPECT_EQ(read<false>("HTTP/1.1 200 OK\r\n\r\nuntil"),
              "200 OK v11 closed | framing 3 of 0 '' left 5");
    EXPECT_EQ(read<false>("HTTP/1.1 204 No Content\r\n\r\n"),
              "204 No Content v11 kept | framing 0 of 0 '' left 0");
    EXPECT_EQ(read<false>("HTTP/1.1 304 \r\nContent-Length: 9\r\n\r\n"),
              "304  v11 kept\nContent-Length=9 | framing 0 of 9 '' left 0");
    EXPECT_EQ(read<false>("HTTP/1.1 100 Continue\r\n\r\nHTTP"),
              "100 Continue v11 kept | framing 0 of 0 '' left 4");
}

TEST(Answer, ToAHeadRequestHasNoBody)
{
    using namespace gateway::http;
    for (auto const& fields :
         std::vector<std::string>{"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", ""}) {
        Head head;
        AnswerParser parser{head, {}};
        parser.no_body();
        auto const bytes = "HTTP/1.1 200 OK\r\n" + fields + "\r\n";
        EXPECT_EQ(parser.feed(bytes).what, Fed::What::head);
        EXPECT_EQ(head.framing, Framing::none) << fields;
        EXPECT_TRUE(head.keep_alive) << fields;
    }
}

TEST(Parser, ReadsTheSameHoweverTheBytesAreCut)
{
    std::vector<std::string> const requests{
        "POST /a?b HTTP/1.1\r\n" + host + "X-A: b\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\n" + host +
            "Transfer-Encoding: chunked\r\n\r\n3;n=\"v\"\r\nabc\r\n0\r\nX: y\r\n\r\nnext",
        "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n",
        "GET / HTTP/1.1\r\n" + host + "X-A: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "GET / HTTP/2.0\r\n" + host + "\r\n",
        "GET / HTTP/1.1\r\n" + host + "X-A:\r\n \r\n\r\n",
        "GET / HTTP/1.1\r\nX: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n"};
    for (auto const& request : requests) {
        auto const whole = read<true>(request);
        for (std::size_t at = 0; at <= request.size(); ++at) {
            ASSERT_EQ(read_in<true>(request, at), whole) << at << ' ' << request;
        }
    }
    std::vector<std::string> const answers{
        "HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nold", "HTTP/1.1 099 No\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n"};
    for (auto const& answer : answers) {
        auto const whole = read<false>(answer);
        for (std::size_t at = 0; at <= answer.size(); ++at)
            ASSERT_EQ(read_in<false>(answer, at), whole) << at << ' ' << answer;
    }
}

}  // namespace
}  // namespace tests
