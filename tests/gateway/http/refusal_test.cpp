// What can be read two ways is refused, with the status that says why.
#include "tests/gateway/http/reading.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tests {
namespace {

std::string const line = "POST / HTTP/1.1\r\n";
std::string const host = "Host: a.example\r\n";
std::string const chunked = line + host + "Transfer-Encoding: chunked\r\n\r\n";

std::string of(std::string const& fields)
{
    return read<true>(line + host + fields + "\r\n");
}

TEST(Framing, OtherThanOneChunkedCodingIsNotImplemented)
{
    for (auto const& coding : std::vector<std::string>{"gzip", "identity", "gzip, chunked",
                                                       "chunked, chunked", "chunked;q=1", "x"}) {
        EXPECT_EQ(of("Transfer-Encoding: " + coding + "\r\n").substr(0, 7), "refused") << coding;
    }
    EXPECT_EQ(of("Transfer-Encoding: gzip\r\n"), "refused 501");
    EXPECT_EQ(of("Transfer-Encoding: gzip, chunked\r\n"), "refused 501");
}

TEST(Framing, SaidTwiceIsRefused)
{
    EXPECT_EQ(of("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), "refused 400");
    EXPECT_EQ(of("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), "refused 400");
    EXPECT_EQ(of("Content-Length: 3\r\nContent-Length: 3\r\n"), "refused 400");
    EXPECT_EQ(of("Content-Length: 3, 3\r\n"), "refused 400");
    EXPECT_EQ(of("Content-Length: 9223372036854775808\r\n"), "refused 400");
    EXPECT_EQ(read<true>("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
              "refused 400");
}

TEST(Host, IsExactlyOneAndValid)
{
    EXPECT_EQ(read<true>(line + "\r\n"), "refused 400");
    EXPECT_EQ(of("Host: a.example\r\n"), "refused 400");
    for (auto const& text :
         std::vector<std::string>{"", "a b", "a/b", "u@a", "a:b", "a:1:2", ":80", "[::1", "::1]",
                                  "a[b]", "[::1]x", "a:1234567"}) {
        EXPECT_EQ(read<true>(line + "Host: " + text + "\r\n\r\n"), "refused 400") << text;
    }
}

TEST(Fields, ThatAreMalformedAreRefused)
{
    for (auto const& text :
         std::vector<std::string>{"X : a", " X: a", ": a", "X", "X: a\r\n b", "X:\r\n \t",
                                  "X: \x01", "X: a\rb", "X: a\x7f", "X(: a"}) {
        EXPECT_EQ(of(text + "\r\n"), "refused 400") << text;
    }
    EXPECT_EQ(of(std::string{"X: a\0b\r\n", 8}), "refused 400");
    EXPECT_EQ(of("Expect: something\r\n"), "refused 417");
}

TEST(Heads, OverTheLimitsAreTooLarge)
{
    std::string many;
    for (int i = 0; i < 101; ++i)
        many += "X: y\r\n";
    EXPECT_EQ(of(many), "refused 431");
    EXPECT_EQ(of("X: " + std::string(16 * 1024, 'a') + "\r\n"), "refused 431");
}

TEST(Versions, WeDontSpeakAreRefused)
{
    for (auto const& version :
         std::vector<std::string>{"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "http/1.1", "HTTP/1"}) {
        EXPECT_EQ(read<true>("GET / " + version + "\r\n" + host + "\r\n"), "refused 505")
            << version;
    }
}

TEST(Chunks, WithTricksAreRefused)
{
    for (auto const& text : std::vector<std::string>{
             "zz\r\na\r\n", "-1\r\na\r\n", "+1\r\na\r\n", "0x1\r\n\r\n", "1\r\nab\r\n0\r\n\r\n",
             "1\r\naXX0\r\n\r\n", "1;a=\x01\r\na\r\n", "11111111111111111\r\n", "1 1\r\na\r\n",
             "0\r\nX : y\r\n\r\n", "0\r\n: y\r\n\r\n"}) {
        EXPECT_EQ(read<true>(chunked + text), "refused 400") << text;
    }
    EXPECT_EQ(read<true>(chunked + "1;" + std::string(300, 'a') + "\r\na\r\n0\r\n\r\n"),
              "refused 400");
    std::string many;
    for (int i = 0; i < 101; ++i)
        many += "X: y\r\n";
    EXPECT_EQ(read<true>(chunked + "0\r\n" + many + "\r\n"), "refused 431");
}

TEST(Answers, ThatCanBeReadTwoWaysAreRefused)
{
    for (auto const& text : std::vector<std::string>{
             "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n",
             "HTTP/1.1 abc OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 200 O\x01K\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
             "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
             "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
             "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
             "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n"}) {
        EXPECT_EQ(read<false>(text).substr(0, 7), "refused") << text;
    }
}

}  // namespace
}  // namespace tests
