#include "providers/aws/answer.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace providers::aws {
namespace {

constexpr Voice sns{Protocol::query, "http://sns.amazonaws.com/doc/2010-03-31/"};
constexpr Voice voice{Protocol::json, {}};
constexpr Voice ses{Protocol::rest_json, {}};
Stamp const stamp{model::Time{std::chrono::seconds{1795285253}},
                  "0123456789abcdef0123456789abcdef"};

std::string header_of(Answer const& answer, std::string_view name)
{
    for (auto const& [field, value] : answer.headers) {
        if (field == name) return value;
    }
    return {};
}

TEST(AwsAnswer, SpellsADenialInEachProtocol)
{
    auto const xml = deny(sns, auth::Denial::mismatched, stamp);
    EXPECT_EQ(xml.status, 403U);
    EXPECT_NE(xml.body.find("<Code>SignatureDoesNotMatch</Code>"), std::string::npos);
    EXPECT_NE(xml.body.find("<RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>"),
              std::string::npos);

    auto const json = deny(voice, auth::Denial::unknown, stamp);
    EXPECT_EQ(json.status, 400U);
    EXPECT_EQ(boost::json::parse(json.body).at("__type"), "UnrecognizedClientException");

    auto const rest = deny(ses, auth::Denial::missing, stamp);
    EXPECT_EQ(rest.status, 403U);
    EXPECT_EQ(header_of(rest, "x-amzn-ErrorType"), "MissingAuthenticationTokenException");
}

TEST(AwsAnswer, EscapesWhatItSaysInXml)
{
    auto const answer = error(sns, 400, "InvalidParameter", "a < b & c", "");
    EXPECT_NE(answer.body.find("<Message>a &lt; b &amp; c</Message>"), std::string::npos);
}

TEST(AwsAnswer, SpeaksOfTroubleWithItsStatus)
{
    for (auto const trouble : {Trouble::unreadable, Trouble::too_large, Trouble::overloaded,
                               Trouble::upstream_timeout}) {
        EXPECT_EQ(refuse(sns, trouble, {"what", "where"}).status, status_of(trouble));
        EXPECT_EQ(refuse(voice, trouble, {"what", "where"}).status, status_of(trouble));
    }
}

}  // namespace
}  // namespace providers::aws
