// What every dialect must do with every recording of its folder: what it forwards. A new dialect adds recordings, and
// to prunings.hpp what a body says without some recipients.
#include "providers/roster.hpp"
#include "tests/providers/conformance_cases.hpp"
#include "tests/providers/prunings.hpp"
#include "tests/providers/traces.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using conformance::Case;
using conformance::everybody;
using recordings::keeping_back;
using recordings::OwnCall;
using recordings::Recording;

class Conformance : public testing::TestWithParam<Case> {
protected:
    providers::Dialect const& dialect() const { return *GetParam().dialect; }
    Recording const& recording() const { return GetParam().recording; }
};

/// Who is in a decision, by spelling.
struct Sides {
    prunings::Spellings removed;
    std::vector<std::string> kept;
};

Sides sides_of(model::Send const& send, model::Decision const& decision)
{
    Sides sides;
    for (std::size_t i = 0; i < send.recipients.size(); ++i) {
        auto const& spelling = send.recipients[i].spelling;
        if (decision.delivers(i))
            sides.kept.push_back(spelling);
        else
            sides.removed.insert(spelling);
    }
    for (auto const& spelling : sides.kept)
        sides.removed.erase(spelling);  // a copy without a primary goes, though its address stays
    return sides;
}

std::vector<std::string> spellings_of(model::Send const& send)
{
    std::vector<std::string> all;
    for (auto const& recipient : send.recipients)
        all.push_back(recipient.spelling);
    return all;
}

/// A number's plus may be ours.
std::string_view bare(std::string_view spelling)
{
    return spelling.substr(spelling.starts_with('+') ? 1 : 0);
}

TEST_P(Conformance, ClaimsAndReadsIt)
{
    OwnCall const own{recording()};

    EXPECT_TRUE(dialect().claims(own.call()));
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send) << send.error().what << " at " << send.error().where;
    for (auto const& recipient : send->recipients) {
        EXPECT_LT(recipient.message, send->messages.size());
        EXPECT_FALSE(recipient.spelling.empty());
    }
}

TEST_P(Conformance, LeavesItAloneWhereEverybodyIsDelivered)
{
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);

    auto const left = conformance::forwarded(GetParam(), everybody(*send, false));
    EXPECT_TRUE(dialect().rewrite(own.call(), everybody(*send, false)).empty());
    EXPECT_EQ(left.body, recording().body);
    EXPECT_EQ(left.query, recording().query);
}

TEST_P(Conformance, LeavesNoTraceOfThoseKeptBackAndAllElseAsItWas)
{
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);
    auto const said = prunings::of(dialect().name);
    for (auto const& subset : conformance::subsets(*send)) {
        auto const decision = keeping_back(*send, subset);
        if (!decision.delivers_any() || !decision.suppresses_any()) continue;
        ASSERT_NE(said, nullptr) << "tests/providers/prunings.hpp knows nothing of this dialect";
        auto const [removed, kept] = sides_of(*send, decision);

        auto const left = conformance::forwarded(GetParam(), decision);

        for (auto const& text : {left.body, left.query}) {
            auto const forms = traces::forms_of(text);
            for (auto const& spelling : removed)
                EXPECT_FALSE(traces::found(forms, bare(spelling))) << spelling;
        }
        OwnCall const rewritten{left};
        auto const again = dialect().read(rewritten.call());
        ASSERT_TRUE(again) << again.error().what << " at " << again.error().where;
        EXPECT_EQ(spellings_of(*again), kept);
        EXPECT_EQ(said(rewritten.call(), {}), said(own.call(), removed)) << left.body << left.query;
    }
}

/// Where the body can be seen to be cut short: JSON and MIME end with a sign, forms with nothing.
std::size_t shows_its_end(Recording const& recording)
{
    auto const& body = recording.body;
    auto const type = recording.header("content-type");
    auto const boundary = type.find("boundary=");
    if (type.starts_with("multipart/") && boundary != std::string::npos) {
        auto name = type.substr(boundary + 9);
        name = name.substr(0, name.find(';'));
        std::erase(name, '"');
        return body.rfind("--" + name + "--") + name.size() + 4;
    }
    auto const is_json = body.starts_with('{') || body.starts_with('[');
    return is_json ? body.find_last_of("}]") + 1 : 0;
}

TEST_P(Conformance, RefusesEveryTruncationThatShowsWhateverLiesBehindIt)
{
    auto const& body = recording().body;
    auto const end = shows_its_end(recording());
    for (std::size_t size = 0; size < body.size(); ++size) {
        for (char const filling : {'\0', ' ', ']', '}', ',', '"', '1'}) {
            OwnCall const own{recording(), std::string_view{body}.substr(0, size), filling};
            auto const send = dialect().read(own.call());
            EXPECT_FALSE(size < end && send) << size << " bytes, then " << filling;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Conformance, testing::ValuesIn(conformance::sends()),
                         conformance::name_of);

TEST(Recordings, HoldSendsOfEveryDialect)
{
    std::set<std::string_view> with_sends;
    for (auto const& one : conformance::sends())
        with_sends.insert(one.dialect->name);
    for (auto const* dialect : providers::all())
        EXPECT_TRUE(with_sends.contains(dialect->name)) << dialect->name;
}

TEST(Roster, FindsADialectByName)
{
    ASSERT_NE(providers::find("twilio"), nullptr);
    EXPECT_EQ(providers::find("twilio")->name, "twilio");
    EXPECT_EQ(providers::find("nobody"), nullptr);
}

TEST(Traces, AreFoundInEverySpelling)
{
    for (auto const* body : {"To=a%40x.example", "{\"to\":\"a\\u0040x.example\"}", "A@X.Example",
                             "{\"raw\":\"VG86IGFAeC5leGFtcGxlDQo=\"}", "To: a=40x.exa=\r\nmple",
                             "RawMessage.Data=VG86IGFAeC5leGFtcGxlDQo%3D"}) {
        EXPECT_TRUE(traces::found(traces::forms_of(body), "a@x.example")) << body;
        EXPECT_FALSE(traces::found(traces::forms_of(body), "b@x.example")) << body;
    }
    EXPECT_FALSE(traces::found(traces::forms_of("anna@x.example"), "a@x.example"));
}

}  // namespace
