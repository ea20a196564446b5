// What real SDKs sent: byte-identical where all are allowed; with any subset stopped, no stopped address leaves.
#include "tests/providers/recording.hpp"
#include "providers/roster.hpp"
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tests {
namespace {

struct Recorded {
    std::string name;
    std::string bytes;
    recordings::Recording parts;
    providers::Dialect const* dialect;
};

std::vector<Recorded> recorded()
{
    std::vector<Recorded> all;
    for (auto const* folder : {"twilio", "sendgrid"}) {
        for (auto const& [name, parts] : recordings::load_all(folder)) {
            std::ifstream file{std::filesystem::path{RECORDINGS} / folder / name, std::ios::binary};
            all.push_back(
                {name, {std::istreambuf_iterator<char>{file}, {}}, parts, providers::find(folder)});
        }
    }
    return all;
}

std::string providers_at(std::string const& url)
{
    return "[providers.twilio]\nupstream = \"" + url + "\"\n[providers.sendgrid]\nupstream = \"" +
           url + "\"\n";
}

/// The addresses of a recording as they are spelt, each once.
std::vector<std::string> addresses(Recorded const& recording)
{
    recordings::OwnCall const call{recording.parts};
    auto const send = recording.dialect->read(call.call());
    if (!send) return {};
    std::set<std::string> spellings;
    for (auto const& recipient : send->recipients)
        spellings.insert(recipient.spelling);
    return {spellings.begin(), spellings.end()};
}

TEST(Recording, PassesByteIdenticalWhereAllAreAllowed)
{
    ScriptedUpstream upstream{says(answer_of(202, ""))};
    TestGateway gateway{{providers_at(upstream.url())}};
    auto const all = recorded();
    ASSERT_GE(all.size(), 14U);
    std::size_t passed = 0;
    for (auto const& recording : all) {
        SCOPED_TRACE(recording.name);
        Client caller{gateway.port()};
        auto const answer = caller.ask(recording.bytes);
        recordings::OwnCall const call{recording.parts};
        if (!recording.dialect->read(call.call())) {  // recorded because the provider refuses it
            EXPECT_EQ(answer.status(), 400U);
            continue;
        }
        EXPECT_EQ(answer.status(), 202U);
        ASSERT_EQ(upstream.count(), ++passed);
        EXPECT_EQ(upstream.received().back().body, recording.parts.body);
    }
    EXPECT_GE(passed, 13U);
}

TEST(Recording, LetsNoStoppedAddressOutWhateverTheSubset)
{
    for (auto const& recording : recorded()) {
        SCOPED_TRACE(recording.name);
        auto const known = addresses(recording);
        auto const most = std::min<std::size_t>(known.size(), 6);
        for (unsigned subset = 1; subset < 1U << most; ++subset) {
            ScriptedUpstream upstream{says(answer_of(202, ""))};
            TestGateway gateway{{providers_at(upstream.url())}};
            std::vector<std::string> stopped;
            for (std::size_t i = 0; i < most; ++i) {
                if ((subset >> i & 1) != 0) stopped.push_back(known[i]);
            }
            for (auto const& address : stopped)
                gateway.stop_all(address);
            Client caller{gateway.port()};
            auto const status = caller.ask(recording.bytes).status();
            for (auto const& got : upstream.received()) {
                for (auto const& address : stopped) {
                    EXPECT_EQ(got.raw.find(address.starts_with('+') ? "%2B" + address.substr(1)
                                                                    : address),
                              std::string::npos);
                }
            }
            EXPECT_LE(upstream.count(), stopped.size() == known.size() ? 0U : 1U) << status;
            EXPECT_GE(gateway.journal().size(), stopped.size());
        }
    }
}

}  // namespace
}  // namespace tests
