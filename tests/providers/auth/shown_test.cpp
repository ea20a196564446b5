#include "providers/auth/scheme.hpp"

#include <gtest/gtest.h>

namespace providers::auth {
namespace {

/// The one field that a scheme sets, as "name: value".
std::string set_by(Scheme const& scheme, std::string_view key)
{
    auto const edits = scheme.sign(scheme, Outgoing{Call{}, {}, {}, {}}, key, {});
    if (edits.with.size() != 1 || !edits.leaves_out(edits.with[0].first)) return "?";
    return std::string{edits.with[0].first} + ": " + edits.with[0].second;
}

Call calling(std::string_view authorization)
{
    Call call{};
    call.authorization = authorization;
    return call;
}

TEST(Basic, ShowsUserAndPassword)
{
    EXPECT_EQ(basic.shown(basic, calling("basic QUM6dG9rZW4=")), "AC:token");
    EXPECT_FALSE(basic.shown(basic, calling("Bearer QUM6dG9rZW4=")));
    EXPECT_FALSE(basic.shown(basic, calling("")));
    EXPECT_EQ(set_by(basic, "AC:token"), "Authorization: Basic QUM6dG9rZW4=");
}

TEST(Basic, AKeyIsTwoParts)
{
    EXPECT_TRUE(basic.is_key("AC:token"));
    EXPECT_TRUE(basic.is_key("api:key:with:colons"));
    for (auto const* key : {"", "AC", ":token", "AC:", "A C:token", "AC:to\nken"})
        EXPECT_FALSE(basic.is_key(key)) << key;
}

TEST(Worded, ShowsWhatStandsBehindTheWord)
{
    EXPECT_EQ(bearer.shown(bearer, calling("bearer SG.x")), "SG.x");
    EXPECT_EQ(bearer.shown(bearer, calling("Bearer   SG.x")), "SG.x");
    EXPECT_FALSE(bearer.shown(bearer, calling("BearerSG.x")));
    EXPECT_FALSE(bearer.shown(bearer, calling("Bearer ")));
    auto const app = worded("App");
    EXPECT_EQ(app.shown(app, calling("App k")), "k");
    EXPECT_EQ(set_by(app, "k"), "Authorization: App k");
}

TEST(Field, ShowsItsValueInAnyCase)
{
    auto const token = field("X-Postmark-Server-Token");
    std::vector<Header> const headers{{"x-postmark-server-token", "t"}};
    Call call{};
    call.headers = headers;
    EXPECT_EQ(token.shown(token, call), "t");
    EXPECT_FALSE(token.shown(token, Call{}));
    EXPECT_EQ(set_by(token, "u"), "X-Postmark-Server-Token: u");
}

}  // namespace
}  // namespace providers::auth
