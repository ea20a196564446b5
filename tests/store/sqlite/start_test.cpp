// What a new customer's channels start with.
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using model::Start;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Start open{true, true};
constexpr Start closed{false, false};

struct CustomersStart : Opened {};

TEST_F(CustomersStart, IsAnEntryOfItsOwnWithSourceDefault)
{
    commit(put("7", {{phone(), ""}}, Start{true, false}));

    auto const entries = history(OfCustomer{"7"});
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[1].action, "start");
    EXPECT_EQ(entries[1].source, "default");
    EXPECT_EQ(entries[1].actor, "ada");
    EXPECT_EQ(entries[1].after, R"({"phone":true,"email":false})");
    EXPECT_EQ(entries[1].note,
              "Customer 7 starts with consent on phone channels, without consent on e-mail, by ada "
              "(default).");
}

TEST_F(CustomersStart, IsInTheProfilesOfTheCustomerAndItsAddresses)
{
    auto const folded = writer->commit({{put("7", {{phone(), ""}}, closed)}, {}}).folded;

    ASSERT_EQ(folded.size(), 2u);
    EXPECT_THAT(folded[0].profile.starts, ElementsAre(closed));
    EXPECT_THAT(folded[1].profile.starts, ElementsAre(closed));
    EXPECT_THAT(reader->profile(phone()).starts, ElementsAre(closed));
    EXPECT_EQ(reader->customer("7")->start, closed);
    reader->each_profile(
        [](Folded const& each) { EXPECT_THAT(each.profile.starts, ElementsAre(closed)); });
    reader->each_part(
        [](Folded const& each) { EXPECT_THAT(each.profile.starts, ElementsAre(closed)); });
}

TEST_F(CustomersStart, StaysAsItWasWhenTheSettingChanges)
{
    commit(put("7", {}, open));

    commit(put("7", {{phone(), ""}}, closed, "Ada L."));

    EXPECT_EQ(reader->customer("7")->start, open);
    EXPECT_THAT(reader->profile(phone()).starts, ElementsAre(open));
}

TEST_F(CustomersStart, IsNoneForWhoWasThereBefore)
{
    commit(put("7", {{phone(), ""}}));

    EXPECT_EQ(reader->customer("7")->start, std::nullopt);
    EXPECT_THAT(reader->profile(phone()).starts, IsEmpty());
}

TEST_F(CustomersStart, IsTheEntryBehindAVerdictThatItMade)
{
    commit(put("7", {{phone(), ""}}, Start{false, true}));
    model::JournalEntry entry;
    entry.decision = "d";
    entry.address = phone().text();
    entry.category = "billing";
    entry.outcome = model::Outcome::suppressed;
    entry.reason = model::Reason::consent_missing;
    auto named = entry;
    named.customer = "7";
    auto mail = entry;
    mail.channel = Channel::email;

    writer->commit({{}, {entry, named, mail}});

    auto const journal = reader->journal({}).entries;
    ASSERT_EQ(journal.size(), 3u);
    EXPECT_EQ(journal[2].ledger, 2);
    EXPECT_EQ(journal[1].ledger, 2);
    EXPECT_EQ(journal[0].ledger, 0);
}

}  // namespace
}  // namespace store
