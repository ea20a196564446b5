#include "providers/wire/text.hpp"

#include "providers/wire/basic_auth.hpp"

#include <gtest/gtest.h>

namespace {

TEST(PlainPath, ReadsOddSpellingsAsOnePath)
{
    for (auto const* path :
         {"/v3/mail/send", "//v3/mail//send/", "/v3/./mail/x/../send", "/v3/mail/se%6Ed",
          "/V3/MAIL/SEND", "/v3/mail;a=b/send;c", "/v3%2Fmail/send", "/v3\\mail/send"}) {
        EXPECT_EQ(wire::plain_path(path), "/v3/mail/send") << path;
    }
    EXPECT_EQ(wire::plain_path("/../../a"), "/a");
    EXPECT_EQ(wire::plain_path("/a%zz"), "/a%zz");
    EXPECT_EQ(wire::plain_path(""), "");
}

TEST(MediaType, KnowsItsNameInAnyCaseAndAsciiCharsets)
{
    EXPECT_TRUE(wire::is_media_type("application/json", "application/json"));
    EXPECT_TRUE(wire::is_media_type("Application/JSON; charset=UTF-8", "application/json"));
    EXPECT_TRUE(wire::is_media_type("application/json;x=1;", "application/json"));
    EXPECT_TRUE(wire::is_media_type("", "application/json"));
    EXPECT_FALSE(wire::is_media_type("text/json", "application/json"));
    EXPECT_FALSE(wire::is_media_type("application/json2", "application/json"));
    EXPECT_FALSE(wire::is_media_type("application/json; charset=utf-16", "application/json"));
    EXPECT_FALSE(wire::is_media_type("application/json; charset=ibm037", "application/json"));
    EXPECT_FALSE(wire::is_media_type(";", "application/json"));
}

TEST(BasicAuth, ReadsUserAndPassword)
{
    auto const credentials = wire::read_basic("basic QUM6dG9rZW46eA==");  // AC:token:x

    ASSERT_TRUE(credentials);
    EXPECT_EQ(credentials->user, "AC");
    EXPECT_EQ(credentials->password, "token:x");
    for (auto const* bad : {"", "Basic", "Basic ", "Bearer QUM6", "Basic QUM", "Basic !!!!",
                            "Basic ====", "Basic QUM="}) {
        EXPECT_FALSE(wire::read_basic(bad)) << bad;
    }
}

TEST(Uuid, IsMadeOfHexAndANumber)
{
    EXPECT_EQ(wire::uuid_of("0123456789abcdef0123456789abcdff"),
              "01234567-89ab-cdef-0123-456789abcdff");
    EXPECT_EQ(wire::uuid_of("0123456789abcdef0123456789abcdff", 1),
              "01234567-89ab-cdef-0123-456789abce00");
    EXPECT_EQ(wire::uuid_of("0123456789abcdef0123456789abcdff", 300),
              "01234567-89ab-cdef-0123-456789abcf2b");
    EXPECT_EQ(wire::uuid_of(""), "");
}

}  // namespace
