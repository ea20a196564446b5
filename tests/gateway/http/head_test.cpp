// What travels on, and what is written: nothing a caller's bytes could end early.
#include "gateway/http/parser.hpp"
#include "gateway/http/write.hpp"

#include <gtest/gtest.h>

namespace gateway::http {
namespace {

std::string forwarded(std::string const& fields)
{
    Head head;
    RequestParser parser{head, {}};
    auto const bytes = "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    EXPECT_EQ(parser.feed(bytes).what, Fed::What::head);
    std::string out;
    append_forwarded(out, head);
    return out;
}

TEST(Forwarded, KeepsOrderCaseAndRepetition)
{
    EXPECT_EQ(forwarded("b: 2\r\nA:1\r\nb: 3\r\n"), "b: 2\r\nA: 1\r\nb: 3\r\n");
}

TEST(Forwarded, IsSpelledInOneWay)
{
    EXPECT_EQ(
        forwarded("A: 1\r\nB: 2\r\nTE: x\r\nC: 3 \r\nD:\t4\r\nE:  5\r\nF: 6\r\nG:\r\nH: 8\r\n"),
        "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\nG: \r\nH: 8\r\n");
}

TEST(Forwarded, LeavesOutWhatBelongsToOneConnection)
{
    EXPECT_EQ(forwarded("Connection: X-A, close\r\nConnection: x-b\r\nx-a: 1\r\nX-B: 2\r\nX-C: "
                        "3\r\nKeep-Alive: 1\r\nTE: x\r\nTrailer: y\r\n"
                        "Upgrade: z\r\nProxy-Authorization: a\r\nProxy-Authenticate: "
                        "b\r\nProxy-Connection: c\r\nExpect: 100-continue\r\n"
                        "Content-Length: 3\r\n"),
              "X-C: 3\r\n");
}

TEST(Forwarded, LeavesOutOurOwn)
{
    EXPECT_EQ(forwarded("X-Optgate-Category: a\r\nx-OPTGATE-anything: b\r\nX-Optgate: c\r\n"),
              "X-Optgate: c\r\n");
}

TEST(FieldValue, HasNoControlBytes)
{
    EXPECT_TRUE(is_field_value("a b\tc\x80"));
    for (char const c : {'\0', '\r', '\n', '\x7f', '\x1f'})
        EXPECT_FALSE(is_field_value(std::string(1, c)));
}

TEST(Status, HasTheStandardPhraseWhereNoneIsGiven)
{
    std::string out;
    append_status(out, 404);
    append_status(out, 200, "Fine");
    append_chunk_size(out, 1968);
    append_length(out, 7);
    EXPECT_EQ(out, "HTTP/1.1 404 Not Found\r\nHTTP/1.1 200 Fine\r\n7b0\r\nContent-Length: 7\r\n");
}

}  // namespace
}  // namespace gateway::http
