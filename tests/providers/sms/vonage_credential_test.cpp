// Whose call it is, in each of the three ways a call to Vonage's SMS API may say it, and the provider's own in its place.
#include "providers/auth/scheme.hpp"
#include "providers/sms/vonage_key.hpp"
#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using one_call::form_type;
using one_call::Sent;
using providers::vonage;
using providers::auth::Denial;
using providers::auth::Outgoing;
using providers::vonage_api::is_key;
using providers::vonage_api::Parameters;
using providers::vonage_api::read_key;
using providers::vonage_api::sig_of;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view path = "/sms/json";
constexpr std::string_view issued = "app1:app-secret:app-signature:sha256";
constexpr std::string_view real = "real:real-secret:real-signature:sha512";
constexpr model::Time now{std::chrono::seconds{1'795'284'000}};

auto const& scheme = providers::vonage_api::credential;

std::optional<Denial> denial(Sent& sent, std::string_view key = issued, model::Time at = now)
{
    return scheme.verify(scheme, sent.call(), key, {at}).denial;
}

/// A webhook's parameters: the SDK's own check (@vonage/sms 1.21.0) agrees with their signatures.
Parameters webhook(std::string_view text, std::string_view keyword)
{
    return {{{"msisdn", "447700900001"},
             {"to", "447700900000"},
             {"messageId", "0A0000000123ABCD1"},
             {"text", std::string{text}},
             {"type", "text"},
             {"keyword", std::string{keyword}},
             {"api-key", "abcd1234"},
             {"message-timestamp", "2026-11-21 18:00:00"},
             {"timestamp", "1795284000"},
             {"nonce", "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"},
             {"sig", "of no account"}}};
}

TEST(VonageKey, SignsAsTheSdkDoes)
{
    EXPECT_EQ(sig_of(webhook("STOP", "STOP"), read_key("k:s:fakesignaturesecret01:sha256")),
              "88190a35498d5531d386898de76cd6182f1ad9f25f08eb7b0e110333aa303078");
    EXPECT_EQ(sig_of(webhook("Start again & again = yes", "START"),
                     read_key("k:s:fakesignaturesecret01")),
              "3cf804103acfd1a40771f98f16e1d242");
}

TEST(VonageKey, IsAPairAndMayHaveASignatureSecretAndItsMethod)
{
    for (auto const* good : {"k:s", "k:s:sig", "k:s:sig:md5hash", "k:s:sig:md5", "k:s:sig:sha1",
                             "k:s:sig:sha256", "k:s:sig:sha512"})
        EXPECT_TRUE(is_key(good)) << good;
    for (auto const* bad : {"", "k", "k:", ":s", "k:s:", "k:s::md5", "k:s:sig:", "k:s:sig:sha3",
                            "k:s:sig:md5:", "k:s:si g"})
        EXPECT_FALSE(is_key(bad)) << bad;
    EXPECT_EQ(read_key("k:s:sig:sha1").pair, "k:s");
    EXPECT_EQ(read_key("k:s:sig:sha1").method, "sha1");
}

TEST(VonageCredential, AKeyIsShownInTheHeadOrAmongTheParameters)
{
    Sent head{vonage, path, R"({"to":"447700900000"})"};
    head.call().authorization = "Basic YXBwMTphcHAtc2VjcmV0";  // app1:app-secret
    Sent form{vonage, path, "to=447700900000&api_key=app1&api_secret=app-secret", form_type};
    Sent json{vonage, path, R"({"api_secret":"app-secret","api_key":"app1","to":"1"})"};
    Sent query{vonage, path, "", ""};
    query.call().query = "to=447700900000&api_key=app1&api_secret=app-secret";
    for (auto* sent : {&head, &form, &json, &query}) {
        EXPECT_EQ(denial(*sent), std::nullopt);
        EXPECT_EQ(denial(*sent, "app1:another"), Denial::unknown);
        EXPECT_EQ(denial(*sent, "app2:app-secret"), Denial::unknown);
    }
}

TEST(VonageCredential, WhatShowsNoKeyOrTwoIsRefused)
{
    Sent none{vonage, path, "to=1", form_type};
    EXPECT_EQ(denial(none), Denial::missing);
    Sent half{vonage, path, "to=1&api_key=app1", form_type};
    EXPECT_EQ(denial(half), Denial::missing);
    Sent twice{vonage, path, "to=1&api_key=app1&api_secret=app-secret", form_type};
    twice.call().query = "api_secret=other";
    EXPECT_EQ(denial(twice), Denial::malformed);
    Sent bearer{vonage, path, "to=1&api_key=app1&api_secret=app-secret", form_type};
    bearer.call().authorization = "Bearer x";
    EXPECT_EQ(denial(bearer), Denial::missing);
}

std::string signed_body(std::string_view text)
{
    Parameters const said{{{"to", "447700900000"},
                           {"text", std::string{text}},
                           {"api_key", "app1"},
                           {"timestamp", "1795284000"}}};
    return R"({"to":"447700900000","text":")" + std::string{text} +
           R"(","api_key":"app1","timestamp":1795284000,"sig":")" + sig_of(said, read_key(issued)) +
           R"("})";
}

TEST(VonageCredential, ASignatureHoldsForItsCallItsKeyAndItsTime)
{
    auto const body = signed_body("a=b&c");
    Sent good{vonage, path, body};
    auto const judged = scheme.verify(scheme, good.call(), issued, {now});
    EXPECT_EQ(judged.denial, std::nullopt);
    EXPECT_TRUE(judged.signature) << "the same call again is a repeated one";
    EXPECT_EQ(denial(good, "app1:app-secret:other:sha256"), Denial::mismatched);
    EXPECT_EQ(denial(good, "app1:app-secret:app-signature:sha1"), Denial::mismatched);
    EXPECT_EQ(denial(good, "app1:app-secret"), Denial::mismatched);
    EXPECT_EQ(denial(good, issued, now + std::chrono::minutes{6}), Denial::expired);

    auto altered = body;
    altered.replace(altered.find("900000"), 6, "900001");
    Sent other{vonage, path, altered};
    EXPECT_EQ(denial(other), Denial::mismatched);
    auto both = body;
    both.replace(both.find('{'), 1, R"({"api_secret":"app-secret",)");
    Sent two_ways{vonage, path, both};
    EXPECT_EQ(denial(two_ways), Denial::malformed);
}

/// The call as the provider gets it.
struct Left {
    std::string body, query, authorization;
};
Left leaving(Sent& sent, std::string_view key)
{
    auto const& call = sent.call();
    auto const respelt = scheme.respell(scheme, call, key, now + std::chrono::seconds{5});
    Left left{providers::applied(respelt.body, call.body),
              providers::applied(respelt.query, call.query), std::string{call.authorization}};
    auto const edits = scheme.sign(scheme, Outgoing{call, "", "", left.body}, key, now);
    if (edits.leaves_out("Authorization")) left.authorization.clear();
    for (auto const& [name, value] : edits.with)
        left.authorization = value;
    return left;
}

TEST(VonageCredential, TheRealKeyStandsInTheHeadAndNowhereElse)
{
    constexpr std::string_view basic = "Basic cmVhbDpyZWFsLXNlY3JldA==";
    Sent form{vonage, path, "api_key=app1&to=1&text=a+b&api_secret=app-secret", form_type};
    auto left = leaving(form, real);
    EXPECT_EQ(left.body, "to=1&text=a+b");
    EXPECT_EQ(left.authorization, basic);

    Sent json{vonage, path, R"({"api_key":"app1", "to":"1" ,"api_secret":"app-secret"})"};
    EXPECT_EQ(leaving(json, real).body, R"({"to":"1"})");

    Sent query{vonage, path, "", ""};
    query.call().query = "to=1&api_key=app1&api_secret=app-secret";
    left = leaving(query, real);
    EXPECT_EQ(left.query, "to=1");
    EXPECT_EQ(left.authorization, basic);

    Sent head{vonage, path, R"({"to": "1"})"};
    head.call().authorization = "Basic YXBwMTphcHAtc2VjcmV0";
    left = leaving(head, real);
    EXPECT_EQ(left.body, R"({"to": "1"})");
    EXPECT_EQ(left.authorization, basic);

    auto const body = signed_body("Hi");
    Sent signed_call{vonage, path, body};
    left = leaving(signed_call, "real:real-secret");
    EXPECT_EQ(left.body, R"({"to":"447700900000","text":"Hi"})");
    EXPECT_EQ(left.authorization, basic) << "without a signature secret there is no other way";
}

TEST(VonageCredential, ASignedCallIsSignedAnew)
{
    auto const body = signed_body("a=b&c");
    Sent sent{vonage, path, body};

    auto const left = leaving(sent, real);

    EXPECT_EQ(left.authorization, "");
    EXPECT_THAT(left.body, HasSubstr(R"("text":"a=b&c")"));
    EXPECT_THAT(left.body, HasSubstr(R"("timestamp":"1795284005")"));
    EXPECT_THAT(left.body, Not(HasSubstr("app1")));
    Sent heard{vonage, path, left.body};
    EXPECT_EQ(denial(heard, real), std::nullopt);

    Sent form{vonage, path, "", ""};
    Parameters const said{{{"to", "1"}, {"api_key", "app1"}, {"timestamp", "1795284000"}}};
    auto const query =
        "sig=" + sig_of(said, read_key(issued)) + "&to=1&api_key=app1&timestamp=1795284000";
    form.call().query = query;
    ASSERT_EQ(denial(form), std::nullopt);
    auto const again = leaving(form, real).query;
    Sent heard_query{vonage, path, "", ""};
    heard_query.call().query = again;
    EXPECT_EQ(denial(heard_query, real), std::nullopt);
    EXPECT_THAT(again, HasSubstr("&to=1&api_key=real&timestamp=1795284005"));
}

}  // namespace
