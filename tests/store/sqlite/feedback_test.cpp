// What is said of how messages were classified, and the scores of those their senders labelled.
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

model::Feedback feedback(std::string decision, std::int64_t message, std::string category)
{
    model::Feedback feedback;
    feedback.decision = std::move(decision);
    feedback.message = message;
    feedback.at = noon;
    feedback.actor = "ada";
    feedback.app = "shop";
    feedback.provider = "twilio";
    feedback.channel = Channel::email;
    feedback.was = "marketing";
    feedback.category = std::move(category);
    feedback.kind = model::Kind::transactional;
    feedback.subject = "Hi";
    feedback.text = "Hi Ada";
    return feedback;
}

struct FeedbackOnSends : Opened {
    std::vector<std::string> categories(std::int64_t before = 0, std::size_t limit = 10)
    {
        std::vector<std::string> found;
        for (auto const& one : reader->feedback(before, limit))
            found.push_back(one.category);
        return found;
    }
};

TEST_F(FeedbackOnSends, ComesBackAsItWas)
{
    writer->put_feedback(feedback("d1", 2, "order"));

    auto const back = reader->feedback(0, 10).at(0);
    EXPECT_EQ(back.decision, "d1");
    EXPECT_EQ(back.message, 2);
    EXPECT_EQ(back.at, noon);
    EXPECT_EQ(back.actor, "ada");
    EXPECT_EQ(back.app, "shop");
    EXPECT_EQ(back.provider, "twilio");
    EXPECT_EQ(back.channel, Channel::email);
    EXPECT_EQ(back.was, "marketing");
    EXPECT_EQ(back.category, "order");
    EXPECT_EQ(back.kind, model::Kind::transactional);
    EXPECT_EQ(back.subject, "Hi");
    EXPECT_EQ(back.text, "Hi Ada");
}

TEST_F(FeedbackOnSends, IsOneAMessageAndPagedNewestFirst)
{
    writer->put_feedback(feedback("d1", 0, "order"));
    writer->put_feedback(feedback("d1", 1, "account"));
    writer->put_feedback(feedback("d2", 0, "service"));
    writer->put_feedback(feedback("d1", 0, "billing"));

    EXPECT_THAT(categories(), ElementsAre("billing", "service", "account"));
    auto const first = reader->feedback(0, 2);
    EXPECT_THAT(categories(first.back().row, 2), ElementsAre("account"));
}

TEST_F(FeedbackOnSends, GrowsOldWithTheJournal)
{
    writer->put_feedback(feedback("d1", 0, "order"));
    writer->trim_journal({}, noon + std::chrono::days{400}, 10);
    EXPECT_EQ(categories().size(), 1U);
    writer->trim_journal({}, noon + std::chrono::days{400} + 1ms, 10);
    EXPECT_TRUE(categories().empty());
}

TEST_F(FeedbackOnSends, LosesItsTextWithThePerson)
{
    model::JournalEntry entry;
    entry.decision = "d1";
    entry.at = noon;
    entry.message = 1;
    entry.address = phone().text();
    entry.subject = entry.text = "Dear Ada Lovelace-Byron";
    writer->commit({{}, {entry}});
    writer->put_feedback(feedback("d1", 1, "order"));
    writer->put_feedback(feedback("d1", 0, "account"));

    commit({model::ErasePerson{phone()}, staff()});

    auto const journal = reader->journal({}).entries.at(0);
    EXPECT_EQ(journal.subject + journal.text, "");
    auto const left = reader->feedback(0, 10);
    EXPECT_EQ(left.at(0).text, "Hi Ada");  // another message
    EXPECT_EQ(left.at(1).subject + left.at(1).text, "");
    EXPECT_EQ(left.at(1).category, "order");
}

TEST_F(FeedbackOnSends, ScoresAreKeptByApplicationKindAndBucket)
{
    using enum model::Kind;
    writer->put_scores({{"shop", promotional, 3, 10}, {"shop", transactional, 3, 20}});
    writer->put_scores({{"shop", promotional, 3, 11}, {"crm", promotional, 3, 1}});

    std::vector<std::string> found;
    for (auto const& [app, kind, bucket, count] : reader->scores()) {
        found.push_back(app + " " + std::string{name_of(kind)} + " " + std::to_string(bucket) +
                        " " + std::to_string(count));
    }
    EXPECT_THAT(found, testing::UnorderedElementsAre("crm promotional 3 1", "shop promotional 3 11",
                                                     "shop transactional 3 20"));
}

}  // namespace
}  // namespace store
