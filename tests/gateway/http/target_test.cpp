#include "gateway/http/target.hpp"

#include <gtest/gtest.h>

namespace gateway::http {
namespace {

TEST(Target, OriginAndAbsoluteFormAreTaken)
{
    EXPECT_EQ(read_target("/a?b")->origin, "/a?b");
    EXPECT_EQ(read_target("/a?b")->authority, "");
    EXPECT_EQ(read_target("http://a.example:8/b?c")->authority, "a.example:8");
    EXPECT_EQ(read_target("HTTPS://a.example/b?c")->origin, "/b?c");
    EXPECT_EQ(read_target("http://a.example")->origin, "/");
}

TEST(Target, EverythingElseIsNot)
{
    for (std::string_view const text :
         {"", "*", "a.example:80", "a/b", "http://", "http:///a", "ftp://a/b", "http://u@a/b",
          "http://a?b", "/a#b", "/a\\b", "/a b", "/a\x7f", "/\x80", "http", "HTTPS", "http:/a",
          "http:a"}) {
        EXPECT_FALSE(read_target(text)) << text;
    }
}

TEST(Path, HasOneSpelling)
{
    EXPECT_EQ(normalised("/a/b"), "/a/b");
    EXPECT_EQ(normalised("//a/./b/x/..//c/"), "/a/b/c");
    EXPECT_EQ(normalised("/%61%2D%7e/%2F%zz%"), "/a-~/%2F%zz%");
    EXPECT_EQ(normalised("/../.."), "/");
    EXPECT_EQ(normalised("/%2e%2e/a"), "/a");
}

TEST(Host, IsForeignWhereItIsANameOfSomebodyElse)
{
    for (std::string_view const text : {"evil.example", "evil.example:80"})
        EXPECT_TRUE(is_foreign(text)) << text;
    for (std::string_view const text :
         {"", "localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080"})
        EXPECT_FALSE(is_foreign(text)) << text;
}

}  // namespace
}  // namespace gateway::http
