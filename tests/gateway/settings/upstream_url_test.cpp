#include "gateway/settings/upstream_url.hpp"

#include <gtest/gtest.h>

namespace gateway::settings {
namespace {

TEST(UpstreamUrl, IsSchemeHostAndPort)
{
    for (auto const* text : {"sandbox", "https://api.twilio.com", "https://api.twilio.com:8443",
                             "https://192.0.2.1", "https://[2001:db8::1]:443"}) {
        auto const url = read_upstream_url(text);
        ASSERT_TRUE(url) << text;
        EXPECT_EQ(url->text, text);
        EXPECT_FALSE(url->in_the_clear);
    }
}

TEST(UpstreamUrl, LosesALastSlash)
{
    EXPECT_EQ(read_upstream_url("https://api.twilio.com/")->text, "https://api.twilio.com");
}

TEST(UpstreamUrl, HttpIsInTheClearUnlessItStaysHere)
{
    EXPECT_TRUE(read_upstream_url("http://api.twilio.com")->in_the_clear);
    EXPECT_TRUE(read_upstream_url("http://192.0.2.1:80")->in_the_clear);
    EXPECT_FALSE(read_upstream_url("http://127.0.0.1:9000")->in_the_clear);
    EXPECT_FALSE(read_upstream_url("http://[::1]:9000")->in_the_clear);
    EXPECT_FALSE(read_upstream_url("http://localhost:9000")->in_the_clear);
}

TEST(UpstreamUrl, AnythingElseIsRefused)
{
    for (auto const* text :
         {"", "api.twilio.com", "https://", "https:api", "ftp://a.example", "https://a.example/v1",
          "https://a.example?x", "https://a.example#x", "https://user:pass@a.example",
          "https://a.example:99999", "https://a.example:0", "https://a b", "https://a%2eb",
          "Sandbox", "https://a.example\r\nX: y"}) {
        EXPECT_FALSE(read_upstream_url(text)) << text;
    }
}

TEST(Hosts, AreNamesWithoutPort)
{
    EXPECT_TRUE(is_host("twilio.internal.example"));
    EXPECT_TRUE(is_host("127.0.0.1"));
    for (auto const* text : {"", ".a", "-a", "a:80", "a/b", "a b", "http://a"}) {
        EXPECT_FALSE(is_host(text)) << text;
    }
    EXPECT_FALSE(is_host(std::string(254, 'a')));
}

}  // namespace
}  // namespace gateway::settings
