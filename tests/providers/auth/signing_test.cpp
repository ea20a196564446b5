// Signatures that the providers' own SDKs made (tests/recordings) are the vectors: each must compute to itself.
#include "providers/auth/canonical.hpp"
#include "providers/auth/clock.hpp"
#include "providers/auth/scheme.hpp"
#include "providers/wire/basic_auth.hpp"
#include "tests/providers/recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace providers::auth {
namespace {

using recordings::OwnCall;
using recordings::Recording;

constexpr std::string_view aws_key = "AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr Scheme sns = sigv4("sns");

struct Signed {
    std::string name;
    Recording recording;
    Scheme scheme;
    std::string key;
    model::Time at;
};

void PrintTo(Signed const& one, std::ostream* out)
{
    *out << one.name;
}

void add(std::vector<Signed>& all, std::string const& folder, Scheme const& scheme)
{
    if (!std::filesystem::exists(std::filesystem::path{RECORDINGS} / folder)) return;
    for (auto const& [file, recording] : recordings::load_all(folder)) {
        if (!recording.header("authorization").starts_with("AWS4")) continue;
        all.push_back({folder + "/" + file, recording, scheme, std::string{aws_key},
                       *read_basic_time(recording.header("x-amz-date"))});
    }
}

std::vector<Signed> all_signed()
{
    std::vector<Signed> all;
    add(all, "sns", sns);
    add(all, "sms-voice", sigv4("sms-voice"));
    add(all, "ses", sigv4("ses"));
    for (auto const& [file, recording] : recordings::load_all("azure")) {
        all.push_back(
            {"azure/" + file, recording, azure_hmac,
             wire::base64(file.starts_with("email") ? "fake-azure-access-key-0123456789"
                                                    : "fake-azure-access-key-0123456789abcdef"),
             *read_http_date(recording.header("x-ms-date"))});
    }
    return all;
}

std::optional<Denial> judged(Signed const& one, Call const& call, std::string_view key,
                             std::chrono::seconds later = {})
{
    return one.scheme.verify(one.scheme, call, key, Window{one.at + later}).denial;
}

/// The call with the fields a scheme made for it.
struct Resigned {
    Resigned(Signed const& one, std::string_view key, std::string_view host, std::string_view body,
             model::Time now)
        : original{one.recording},
          edits{one.scheme.sign(
              one.scheme, Outgoing{original.call(), original.call().target, host, body}, key, now)},
          call{original.call()}
    {
        for (Header const& header : original.call().headers) {
            bool const framing = header.name == "host" || header.name == "content-length";
            if (!edits.leaves_out(header.name) && !framing) headers.push_back(header);
        }
        for (auto const& [name, value] : edits.with) {
            headers.push_back({name, value});
            if (name == "Authorization") call.authorization = value;
        }
        headers.push_back({"Host", host});
        call.headers = headers;
        call.host = host;
        call.body = body;
    }

    OwnCall original;
    HeaderEdits edits;
    std::vector<Header> headers;
    Call call;
};

class Signing : public testing::TestWithParam<Signed> {};

TEST_P(Signing, RecomputesWhatTheSdkSigned)
{
    auto const& one = GetParam();
    OwnCall const own{one.recording};

    EXPECT_EQ(judged(one, own.call(), one.key), std::nullopt);
}

TEST_P(Signing, TellsAnotherKeyBodyHostPathAndMethodApart)
{
    auto const& one = GetParam();
    OwnCall const own{one.recording};
    auto const other = one.scheme.detail.empty() ? wire::base64("another key of 16 bytes or more")
                                                 : std::string{"AKIDEXAMPLE:another"};
    EXPECT_EQ(judged(one, own.call(), other), Denial::mismatched);

    OwnCall const fuller{one.recording, one.recording.body + " "};
    EXPECT_EQ(judged(one, fuller.call(), one.key), Denial::mismatched);

    for (auto const field : {&Recording::method, &Recording::path, &Recording::query}) {
        auto changed = one.recording;
        changed.*field += "x";
        OwnCall const call{changed};
        EXPECT_EQ(judged(one, call.call(), one.key), Denial::mismatched);
    }
    auto changed = one.recording;
    changed.headers["host"] = "elsewhere.example";
    OwnCall const elsewhere{changed};
    EXPECT_EQ(judged(one, elsewhere.call(), one.key), Denial::mismatched);
}

TEST_P(Signing, HoldsForFiveMinutesEitherWay)
{
    auto const& one = GetParam();
    OwnCall const own{one.recording};
    using std::chrono::seconds;

    EXPECT_EQ(judged(one, own.call(), one.key, seconds{300}), std::nullopt);
    EXPECT_EQ(judged(one, own.call(), one.key, seconds{-300}), std::nullopt);
    EXPECT_EQ(judged(one, own.call(), one.key, seconds{301}), Denial::expired);
    EXPECT_EQ(judged(one, own.call(), one.key, seconds{-301}), Denial::expired);
}

TEST_P(Signing, AnUnsignedCallIsMissingItsSignature)
{
    auto const& one = GetParam();
    for (auto const* value : {"", "Bearer x", "Basic QTpC"}) {
        auto changed = one.recording;
        changed.headers["authorization"] = value;
        OwnCall const call{changed};
        EXPECT_EQ(judged(one, call.call(), one.key), Denial::missing);
    }
}

TEST_P(Signing, EveryTruncationOfTheSignatureIsRefused)
{
    auto const& one = GetParam();
    auto const whole = one.recording.header("authorization");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        auto changed = one.recording;
        changed.headers["authorization"] = whole.substr(0, size);
        OwnCall const call{changed};
        EXPECT_TRUE(judged(one, call.call(), one.key)) << size;
    }
}

TEST_P(Signing, SignsAnewForTheRealHostAndKey)
{
    auto const& one = GetParam();
    auto const key = one.scheme.detail.empty() ? wire::base64("the real key of sixteen or more")
                                               : std::string{"AKIDREAL:real/secret:session"};
    auto const later = one.at + std::chrono::hours{1};
    Resigned const out{one, key, "real.example", "another body", later};

    auto const result = one.scheme.verify(one.scheme, out.call, key, Window{later});

    EXPECT_EQ(result.denial, std::nullopt);
    EXPECT_EQ(out.call.authorization.find("AKIDEXAMPLE"), std::string_view::npos);
    EXPECT_EQ(out.call.authorization.find("real/secret"), std::string_view::npos);
    EXPECT_EQ(judged(one, out.call, one.key, std::chrono::hours{1}),
              one.scheme.detail.empty() ? Denial::mismatched : Denial::unknown);
}

TEST(Resigning, IsForTheRegionOfTheProvidersHostElseTheCallers)
{
    constexpr std::string_view by_caller =
        "AWS4-HMAC-SHA256 Credential=A/20261121/eu-west-1/ses/aws4_request, SignedHeaders=host, "
        "Signature=0000000000000000000000000000000000000000000000000000000000000000";
    static constexpr auto scheme = auth::sigv4("ses");
    auto const scope = [](std::string_view host, std::string_view authorization) {
        providers::Call call{};
        call.method = "POST";
        call.authorization = authorization;
        auto const edits = scheme.sign(scheme, {call, "/", host, ""}, "AKID:secret", model::Time{});
        return edits.with.back().second;
    };
    auto const is_for = [](std::string const& region) {
        return testing::HasSubstr("/" + region + "/ses/aws4_request");
    };
    EXPECT_THAT(scope("email.ap-south-1.amazonaws.com", by_caller), is_for("ap-south-1"));
    EXPECT_THAT(scope("vpce-1.email.ap-south-1.vpce.amazonaws.com:443", by_caller),
                is_for("ap-south-1"));
    EXPECT_THAT(scope("sns.amazonaws.com", by_caller), is_for("eu-west-1"));
    EXPECT_THAT(scope("127.0.0.1:9000", by_caller), is_for("eu-west-1"));
    EXPECT_THAT(scope("127.0.0.1:9000", ""), is_for("us-east-1"));
}

INSTANTIATE_TEST_SUITE_P(Recordings, Signing, testing::ValuesIn(all_signed()));

Recording recorded_publish()
{
    return recordings::load_all("sns").at("publish_sms_no_attributes.http");
}

std::optional<Denial> judged(Recording const& recording)
{
    OwnCall const call{recording};
    return sns.verify(sns, call.call(), aws_key, Window{*read_basic_time("20261121T182053Z")})
        .denial;
}

TEST(Sigv4, AsksForASignedHostDateAndEveryAmzField)
{
    auto const changed = [](std::string_view from, std::string_view to) {
        auto recording = recorded_publish();
        auto& authorization = recording.headers["authorization"];
        authorization.replace(authorization.find(from), from.size(), to);
        return judged(recording);
    };
    EXPECT_EQ(changed(";host", ""), Denial::malformed);
    EXPECT_EQ(changed("x-amz-date;", ""), Denial::malformed);
    EXPECT_EQ(changed(";x-amz-user-agent", ""), Denial::malformed);
    auto more = recorded_publish();
    more.headers["x-amz-target"] = "SNS.Something";
    EXPECT_EQ(judged(more), Denial::malformed);
}

TEST(Sigv4, IsOfOneServiceAndOneDay)
{
    auto const with = [](std::string_view from, std::string_view to) {
        auto recording = recorded_publish();
        auto& authorization = recording.headers["authorization"];
        authorization.replace(authorization.find(from), from.size(), to);
        return judged(recording);
    };
    EXPECT_EQ(with("/sns/", "/ses/"), Denial::malformed);
    EXPECT_EQ(with("20261121/", "20261120/"), Denial::malformed);
    EXPECT_EQ(with("aws4_request", "aws5_request"), Denial::malformed);
    EXPECT_EQ(with("/us-east-1/", "/eu-west-1/"), Denial::mismatched);
    EXPECT_EQ(with("AKIDEXAMPLE", "AKIDOTHER"), Denial::unknown);
}

TEST(Sigv4, TakesNoUnsignedPayload)
{
    auto recording = recorded_publish();
    recording.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
    EXPECT_EQ(judged(recording), Denial::mismatched);
}

TEST(Sigv4, AKeyIsIdAndSecretPerhapsASession)
{
    EXPECT_TRUE(sns.is_key(aws_key));
    EXPECT_TRUE(sns.is_key("ID:SECRET:SESSION"));
    for (auto const* key : {"", "ID", "ID:", ":SECRET", "I/D:SECRET", "ID::SESSION"})
        EXPECT_FALSE(sns.is_key(key)) << key;
}

TEST(AzureHmac, AKeyIsBase64)
{
    EXPECT_TRUE(azure_hmac.is_key(wire::base64("sixteen bytes...")));
    EXPECT_FALSE(azure_hmac.is_key(wire::base64("too short")));
    EXPECT_FALSE(azure_hmac.is_key("not base64!"));
}

TEST(Canonical, PathsAreResolvedAndEscapedOnceMore)
{
    EXPECT_EQ(canonical_path("/"), "/");
    EXPECT_EQ(canonical_path(""), "/");
    EXPECT_EQ(canonical_path("/sns/"), "/sns/");
    EXPECT_EQ(canonical_path("/a%20b/./c/../d"), "/a%2520b/d");
    EXPECT_EQ(canonical_path("//a//b"), "/a/b");
}

TEST(Canonical, QueriesAreSortedAndEscapedInOneWay)
{
    EXPECT_EQ(canonical_query("b=2&a=1&a=0&c"), "a=0&a=1&b=2&c=");
    EXPECT_EQ(canonical_query("n=a/b%2fc&m=~%7E"), "m=~~&n=a%2Fb%2Fc");
}

TEST(Canonical, HeadersAreTrimmedAndJoined)
{
    std::vector<Header> const headers{{"X-B", "  two   words "}, {"x-a", "1"}, {"X-A", "2"}};
    std::vector<std::string_view> const names{"x-a", "x-b"};
    EXPECT_EQ(canonical_headers(headers, names), "x-a:1,2\nx-b:two words\n");
    std::vector<std::string_view> const missing{"x-c"};
    EXPECT_FALSE(canonical_headers(headers, missing));
}

}  // namespace
}  // namespace providers::auth
