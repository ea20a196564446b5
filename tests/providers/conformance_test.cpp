// What every dialect must do with every recording of its folder. A new dialect adds recordings, and to `prunings` how
// a parsed body looks without some recipients.
#include "providers/dialect.hpp"
#include "providers/roster.hpp"
#include "tests/providers/recording.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <functional>
#include <random>
#include <set>

namespace {

namespace json = boost::json;
using recordings::keeping_back;
using recordings::OwnCall;
using recordings::Recording;

using Spellings = std::set<std::string>;

void prune_sendgrid(json::value& body, Spellings const& removed)
{
    auto& envelopes = body.as_object()["personalizations"].as_array();
    for (auto envelope = envelopes.begin(); envelope != envelopes.end();) {
        auto& object = envelope->as_object();
        for (auto const* name : {"to", "cc", "bcc"}) {
            auto* list = object.if_contains(name);
            if (!list) continue;
            auto& array = list->as_array();
            for (auto address = array.begin(); address != array.end();) {
                bool const gone = removed.contains(std::string{address->at("email").as_string()});
                address = gone ? array.erase(address) : address + 1;
            }
            if (array.empty()) object.erase(name);
        }
        envelope = object.contains("to") ? envelope + 1 : envelopes.erase(envelope);
    }
}

std::map<std::string_view, std::function<void(json::value&, Spellings const&)>> const prunings{
    {"sendgrid", prune_sendgrid}};

struct Case {
    providers::Dialect const* dialect;
    std::string file;
    Recording recording;
};

void PrintTo(Case const& one, std::ostream* out)
{
    *out << one.dialect->name << "/" << one.file;
}

std::vector<Case> all_cases()
{
    std::vector<Case> cases;
    for (auto const* dialect : providers::all()) {
        for (auto& [file, recording] : recordings::load_all(std::string{dialect->name})) {
            cases.push_back({dialect, file, recording});
        }
    }
    return cases;
}

std::string name_of(testing::TestParamInfo<Case> const& info)
{
    std::string name = std::string{info.param.dialect->name} + "_" + info.param.file;
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
    return name;
}

/// Each subset of up to six recipients, else 64 at random.
std::vector<std::vector<bool>> subsets(std::size_t recipients)
{
    std::vector<std::vector<bool>> result;
    std::mt19937 random{20231124};
    for (unsigned subset = 0; subset < (recipients <= 6 ? 1U << recipients : 64U); ++subset) {
        std::vector<bool> bits;
        for (std::size_t i = 0; i < recipients; ++i) {
            bits.push_back(recipients <= 6 ? (subset >> i & 1U) != 0 : (random() & 1U) != 0);
        }
        result.push_back(std::move(bits));
    }
    return result;
}

class Conformance : public testing::TestWithParam<Case> {
protected:
    providers::Dialect const& dialect() const { return *GetParam().dialect; }
    Recording const& recording() const { return GetParam().recording; }
    bool is_json() const { return recording().body.starts_with('{'); }
};

TEST_P(Conformance, ClaimsAndReadsIt)
{
    OwnCall const own{recording()};

    EXPECT_TRUE(dialect().owns(own.call().path));
    EXPECT_TRUE(dialect().claims(own.call()));
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send) << send.error().what << " at " << send.error().where;
    EXPECT_FALSE(send->recipients.empty());
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

    auto const decision = keeping_back(*send, std::vector<bool>(send->recipients.size()));

    EXPECT_TRUE(dialect().rewrite(own.call(), decision).empty());
}

TEST_P(Conformance, LeavesNoTraceOfThoseKeptBackAndAllElseAsItWas)
{
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);
    for (auto const& subset : subsets(send->recipients.size())) {
        auto const decision = keeping_back(*send, subset);
        if (!decision.delivers_any()) continue;
        auto const body =
            providers::applied(dialect().rewrite(own.call(), decision), own.call().body);

        Spellings removed;
        std::vector<std::string> kept;
        for (std::size_t i = 0; i < send->recipients.size(); ++i) {
            if (decision.delivers(i))
                kept.push_back(send->recipients[i].spelling);
            else
                removed.insert(send->recipients[i].spelling);
        }
        for (auto const& spelling : removed)
            EXPECT_EQ(body.find(spelling), std::string::npos) << spelling;

        OwnCall const rewritten{recording(), body};
        auto const again = dialect().read(rewritten.call());
        ASSERT_TRUE(again) << again.error().what << " at " << again.error().where;
        std::vector<std::string> left;
        for (auto const& recipient : again->recipients)
            left.push_back(recipient.spelling);
        EXPECT_EQ(left, kept);

        if (!is_json()) continue;
        auto expected = json::parse(recording().body);
        prunings.at(dialect().name)(expected, removed);
        EXPECT_EQ(json::parse(body), expected) << body;
    }
}

TEST_P(Conformance, RefusesEveryTruncationOfJsonWhateverLiesBehindIt)
{
    auto const& body = recording().body;
    for (std::size_t size = 0; size < body.size(); ++size) {
        for (char const filling : {'\0', ' ', ']', '}', ',', '"', '1'}) {
            OwnCall const own{recording(), std::string_view{body}.substr(0, size), filling};
            auto const send = dialect().read(own.call());
            EXPECT_FALSE(is_json() && send) << size << " bytes, then " << filling;
        }
    }
}

TEST_P(Conformance, AnswersInEachStyleAndTrouble)
{
    using providers::RefusalStyle;
    using providers::Trouble;
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);
    auto const decision = keeping_back(*send, std::vector<bool>(send->recipients.size(), true));
    providers::Stamp const stamp{model::Time{}, "0123456789abcdef0123456789abcdef"};

    auto const error = dialect().answer(own.call(), decision, RefusalStyle::error, stamp);
    EXPECT_GE(error.status, 400U);
    EXPECT_LT(error.status, 500U);
    EXPECT_NE(error.status, 429U);  // never one that an SDK tries again
    EXPECT_NE(error.status, 408U);
    auto const accept = dialect().answer(own.call(), decision, RefusalStyle::accept, stamp);
    EXPECT_EQ(accept.status / 100, 2U);
    EXPECT_LT(dialect().answer(own.call(), decision, RefusalStyle::native, stamp).status, 429U);
    for (auto const trouble :
         {Trouble::unreadable, Trouble::unsupported_media, Trouble::too_large, Trouble::overloaded,
          Trouble::store_unavailable, Trouble::upstream_refused, Trouble::upstream_timeout}) {
        auto const refusal = dialect().refuse(own.call(), trouble, {"what", "where"});
        EXPECT_EQ(refusal.status, providers::status_of(trouble));
        EXPECT_FALSE(refusal.body.empty());
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Conformance, testing::ValuesIn(all_cases()), name_of);

TEST(Roster, FindsADialectByName)
{
    ASSERT_NE(providers::find("twilio"), nullptr);
    EXPECT_EQ(providers::find("twilio")->name, "twilio");
    EXPECT_EQ(providers::find("nobody"), nullptr);
}

}  // namespace
