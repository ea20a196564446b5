// What every dialect whose credentials can be exchanged must do with every recording of its folder: the call with the
// real credential is one that the provider takes, and one without is refused in the provider's words.
#include "providers/auth/scheme.hpp"
#include "tests/providers/conformance_cases.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using conformance::Case;
using providers::auth::Denial;
using recordings::OwnCall;
using recordings::Recording;

/// A key in each scheme's shape.
std::string key_for(providers::auth::Scheme const& scheme)
{
    for (auto const* key : {"a2V5LWtleS1rZXkta2V5LWtleQ==", "AKIDREAL:real-secret", "real-token"}) {
        if (scheme.is_key(key) && (scheme.shape.find(':') != std::string_view::npos) ==
                                      (std::string_view{key}.find(':') != std::string_view::npos))
            return key;
    }
    return {};
}

class Exchanged : public testing::TestWithParam<Case> {
protected:
    providers::Dialect const& dialect() const { return *GetParam().dialect; }
    providers::auth::Scheme const& scheme() const { return *dialect().scheme; }
    Recording const& recording() const { return GetParam().recording; }

    std::string upstream_host() const
    {
        return std::string{dialect().upstream.substr(dialect().upstream.find("://") + 3)};
    }

    /// The call as it leaves for the provider.
    Recording sent(std::string const& key, model::Time now) const
    {
        OwnCall const own{recording()};
        auto const call = own.call();
        auto const host = upstream_host();
        auto const edits = scheme().sign(scheme(), {call, call.target, host, call.body}, key, now);
        auto sent = recording();
        std::erase_if(sent.headers,
                      [&](auto const& header) { return edits.leaves_out(header.first); });
        for (auto const& [name, value] : edits.with) {
            std::string lower{name};
            for (char& c : lower)
                c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            sent.headers[lower] = value;
        }
        sent.headers["host"] = host;
        return sent;
    }
};

TEST_P(Exchanged, CallsAreTheProvidersOwn)
{
    auto const key = key_for(scheme());
    ASSERT_FALSE(key.empty()) << scheme().shape;
    model::Time const now{std::chrono::seconds{1'795'000'000}};
    auto const sent_call = sent(key, now);
    OwnCall const own{sent_call};
    EXPECT_EQ(own.call().body, recording().body);
    if (!scheme().is_signing()) {
        EXPECT_EQ(scheme().shown(scheme(), own.call()), key);
        return;
    }
    EXPECT_EQ(own.call().host, upstream_host());
    auto const judged = scheme().verify(scheme(), own.call(), key, {now});
    EXPECT_FALSE(judged.denial) << static_cast<int>(judged.denial.value_or(Denial::missing));
    EXPECT_EQ(sent_call.header("authorization").find(key.substr(key.find(':') + 1)),
              std::string::npos);
    if (!judged.signature) return;  // the call showed its key in a scheme that may sign, too
    OwnCall const altered{sent_call, sent_call.body + " "};
    EXPECT_EQ(scheme().verify(scheme(), altered.call(), key, {now}).denial, Denial::mismatched);
    auto const later = now + std::chrono::hours{1};
    EXPECT_EQ(scheme().verify(scheme(), own.call(), key, {later}).denial, Denial::expired);
}

TEST_P(Exchanged, CallsWithoutTheKeyAreDeniedInTheProvidersWords)
{
    ASSERT_NE(dialect().deny, nullptr);
    OwnCall const own{recording()};
    for (auto const denial : {Denial::missing, Denial::malformed, Denial::unknown,
                              Denial::mismatched, Denial::expired, Denial::repeated}) {
        auto const answer =
            dialect().deny(own.call(), denial, {model::Time{}, "0123456789abcdef0123456789abcdef"});
        EXPECT_GE(answer.status, 400U);
        EXPECT_LT(answer.status, 429U);  // never one that an SDK tries again
        EXPECT_NE(answer.status, 408U);
        EXPECT_FALSE(answer.body.empty());
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Exchanged, testing::ValuesIn(conformance::exchanged()),
                         conformance::name_of);

}  // namespace
