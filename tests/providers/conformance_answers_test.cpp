// What every dialect must say about every recording of its folder: to those it keeps back, in trouble, and of what the
// provider said of the others.
#include "tests/providers/conformance_cases.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <algorithm>

namespace {

namespace json = boost::json;
using conformance::Case;
using conformance::everybody;
using providers::RefusalStyle;
using providers::Trouble;
using recordings::keeping_back;
using recordings::OwnCall;
using recordings::Padded;

providers::Stamp const stamp{model::Time{}, "0123456789abcdef0123456789abcdef"};

class Answers : public testing::TestWithParam<Case> {
protected:
    providers::Dialect const& dialect() const { return *GetParam().dialect; }
    recordings::Recording const& recording() const { return GetParam().recording; }
};

TEST_P(Answers, InEachStyleAndTrouble)
{
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);
    auto const decision = everybody(*send, true);

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

TEST_P(Answers, NameNobodyInTheirWordsOfTrouble)
{
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);
    for (auto const trouble : {Trouble::unreadable, Trouble::overloaded}) {
        auto const refusal = dialect().refuse(own.call(), trouble, {"what", "where"});
        for (auto const& recipient : send->recipients)
            EXPECT_EQ(refusal.body.find(recipient.spelling), std::string::npos);
    }
}

/// How many results a JSON answer gives: the items of its lists, of which Plivo has two; none where it has no list or is
/// no JSON.
std::optional<std::size_t> results_of(providers::Answer const& answer)
{
    boost::system::error_code failed;
    auto const body = json::parse(answer.body, failed);
    if (failed) return std::nullopt;
    if (auto const* array = body.if_array()) return array->size();
    std::optional<std::size_t> results;
    auto const* object = body.if_object();
    for (auto const& member : object ? *object : json::object{}) {
        if (auto const* list = member.value().if_array())
            results = results.value_or(0) + list->size();
    }
    return results;
}

/// What the provider might say of a call: what the dialect itself says of one it takes.
providers::Answer plausible(providers::Dialect const& dialect, providers::Call const& call)
{
    auto const send = dialect.read(call);
    return dialect.answer(call, everybody(*send, true), RefusalStyle::accept, stamp);
}

TEST_P(Answers, MergedGiveAResultForEachRecipientOrNone)
{
    if (dialect().merge == nullptr) return;  // the provider's answer stands
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);
    auto const wanted = results_of(plausible(dialect(), own.call()));
    for (auto const& subset : conformance::subsets(*send)) {
        auto const decision = keeping_back(*send, subset);
        if (!decision.delivers_any() || !decision.suppresses_any()) continue;
        auto const left = conformance::forwarded(GetParam(), decision);
        OwnCall const forwarded{left};
        auto const said = plausible(dialect(), forwarded.call());
        std::string_view type;
        for (auto const& [name, value] : said.headers) {
            if (name == "Content-Type") type = value;
        }
        Padded const body{said.body};
        for (auto const style : {RefusalStyle::native, RefusalStyle::accept}) {
            auto const merged = dialect().merge(own.call(), decision, style,
                                                {said.status, type, {}, body.view()}, stamp);
            bool const fits = !merged || results_of(*merged) == wanted;
            EXPECT_TRUE(fits) << said.body << "\n" << (merged ? merged->body : std::string{});
        }
    }
}

TEST_P(Answers, TruncatedAreMergedNeverOrWithoutHarm)
{
    if (dialect().merge == nullptr) return;
    OwnCall const own{recording()};
    auto const send = dialect().read(own.call());
    ASSERT_TRUE(send);
    auto const said = plausible(dialect(), own.call());
    for (auto const& subset : conformance::subsets(*send)) {
        auto const decision = keeping_back(*send, subset);
        if (!decision.delivers_any() || !decision.suppresses_any()) continue;
        for (std::size_t size = 0; size < said.body.size(); ++size) {
            Padded const body{std::string_view{said.body}.substr(0, size)};
            auto const merged =
                dialect().merge(own.call(), decision, RefusalStyle::native,
                                {said.status, "application/json", {}, body.view()}, stamp);
            EXPECT_FALSE(said.body.starts_with('{') && merged) << size;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Answers, testing::ValuesIn(conformance::sends()),
                         conformance::name_of);

}  // namespace
