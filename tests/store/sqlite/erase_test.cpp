// Erasure (GDPR, Art. 17): what was plain is gone from every file; the refusal and the chain stay.
#include "store/index/index.hpp"
#include "store/sqlite/connection.hpp"
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto lovelace = "Ada Lovelace-Byron";
model::HardStop const erased{std::nullopt, Suppression::erased, {}};

Change erase(Address address)
{
    return {model::ErasePerson{std::move(address)}, staff()};
}

model::JournalEntry journalled(Address const& address, std::string customer = "")
{
    model::JournalEntry entry;
    entry.decision = "d1";
    entry.at = noon;
    entry.category = "marketing";
    entry.address = address.text();
    entry.customer = std::move(customer);
    entry.reason = model::Reason::stop_reply;
    return entry;
}

struct Erasure : Opened {
    Erasure()
    {
        commit(put("ada-1", {{phone(1), "mobile"}}, {}, lovelace));
        commit(stop(OfCustomer{"ada-1"}, by("phone", "said so at the desk of Miss Somerville")));
        commit(stop(phone(1), by("reply")));
        commit(suppress(phone(1), {Channel::sms, Suppression::stop_reply, ""}, by("reply")));
        commit(put("two", {{phone(2), "mobile"}, {mail(), ""}}, {}, "Charles"));
        commit(stop(OfCustomer{"two"}));
        writer->commit({{}, {journalled(phone(1), "ada-1"), journalled(phone(2), "two")}});
    }

    /// Every file of the store, as bytes.
    std::string bytes() const
    {
        std::ostringstream all;
        auto const where = std::filesystem::path{folder.file()}.parent_path();
        for (auto const& file : std::filesystem::directory_iterator{where}) {
            all << std::ifstream{file.path(), std::ios::binary}.rdbuf();
        }
        return all.str();
    }
    std::vector<model::JournalEntry> journal() { return reader->journal({}).entries; }
    void expect_whole()
    {
        auto const verified = reader->verify({});
        EXPECT_FALSE(verified.broken) << verified.broken->sequence << ": " << verified.broken->what;
    }
};

TEST_F(Erasure, LeavesNothingPlainInAnyFile)
{
    std::vector<std::string> const plain{phone(1).text(), lovelace, "ada-1", "Somerville"};
    for (auto const& text : plain)
        ASSERT_THAT(bytes(), HasSubstr(text));

    commit(erase(phone(1)));

    auto const left = bytes();
    for (auto const& text : plain)
        EXPECT_EQ(left.find(text), left.npos) << text;
    EXPECT_THAT(left, HasSubstr(phone(2).text()));
    expect_whole();
}

TEST_F(Erasure, RefusesTheAddressOnEveryChannelByItsHash)
{
    commit(erase(phone(1)));

    EXPECT_THAT(reader->profile(phone(1)).hard_stops, ElementsAre(erased));
    EXPECT_TRUE(reader->profile(phone(1)).own.empty());
    EXPECT_TRUE(reader->profile(phone(3)).empty());
    EXPECT_EQ(reader->erasure(phone(1))->action, "erasure");
    EXPECT_FALSE(reader->erasure(phone(2)));
}

TEST_F(Erasure, IsSeenByTheIndexAtOnceAndAfterARestart)
{
    Index index{store->secret()};
    reader->each_profile([&](Folded const& folded) { index.put(folded); });
    for (auto const& folded :
         writer->commit({{erase(phone(1)), erase(mail("x@example.com"))}, {}}).folded) {
        index.put(folded);
    }
    Index from_profiles{store->secret()};
    reader->each_profile([&](Folded const& folded) { from_profiles.put(folded); });
    Index from_parts{store->secret()};
    reader->each_part([&](Folded&& part) { from_parts.add(std::move(part)); });

    for (auto const* held : {&index, &from_profiles, &from_parts}) {
        EXPECT_THAT(held->find(phone(1)).hard_stops, ElementsAre(erased));
        EXPECT_THAT(held->find(mail("x@example.com")).hard_stops, ElementsAre(erased));
        EXPECT_TRUE(held->find(phone(3)).empty());
        EXPECT_EQ(held->find_customer("ada-1"), nullptr);
        EXPECT_NE(held->find_customer("two"), nullptr);
    }
}

TEST_F(Erasure, StandsBesideWhatIsSaidOfTheAddressLater)
{
    Index index{store->secret()};
    auto const commit_and_fold = [&](Change change) {
        for (auto const& folded : writer->commit({{std::move(change)}, {}}).folded)
            index.put(folded);
    };
    commit_and_fold(erase(phone(1)));
    commit_and_fold(put("new", {{phone(1), "mobile"}}));
    commit_and_fold(allow(phone(1)));
    Index from_parts{store->secret()};
    reader->each_part([&](Folded&& part) { from_parts.add(std::move(part)); });

    for (auto const* held : {&index, &from_parts}) {
        EXPECT_THAT(held->find(phone(1)).hard_stops, ElementsAre(erased));
        EXPECT_EQ(held->find(phone(1)).own.size(), 1);
        EXPECT_THAT(held->find(phone(1)).labels, ElementsAre("mobile"));
    }
    EXPECT_EQ(reader->profile(phone(1)), index.find(phone(1)));
    expect_whole();
}

TEST_F(Erasure, KeepsACustomerWhoHasAnotherContact)
{
    commit(erase(phone(2)));

    auto const two = reader->customer("two");
    ASSERT_TRUE(two);
    EXPECT_EQ(two->customer.name, "Charles");
    EXPECT_THAT(two->customer.contacts, ElementsAre(Contact{mail(), ""}));
    EXPECT_EQ(two->preferences.size(), 1);
    EXPECT_EQ(bytes().find(phone(2).text()), std::string::npos);
    expect_whole();

    commit(erase(mail()));
    EXPECT_FALSE(reader->customer("two"));
    EXPECT_EQ(bytes().find("Charles"), std::string::npos);
    expect_whole();
}

TEST_F(Erasure, ReachesACustomerWhoHadTheAddressOnceAndHasNoOtherNow)
{
    commit(put("ada-1", {}, {}, lovelace));
    commit(erase(phone(1)));

    EXPECT_FALSE(reader->customer("ada-1"));
    EXPECT_EQ(bytes().find(lovelace), std::string::npos);
}

TEST_F(Erasure, ReachesACustomerWhoWasRemovedLongAgo)
{
    commit(remove("ada-1"));
    commit(erase(phone(1)));

    EXPECT_EQ(bytes().find(lovelace), std::string::npos);
    EXPECT_EQ(bytes().find("ada-1"), std::string::npos);
    expect_whole();
}

TEST_F(Erasure, ReachesTheCustomersThatWereMergedIntoOne)
{
    commit(put("old", {{phone(5), "work"}}, {}, "Augusta King"));
    commit({model::MergeCustomers{"ada-1", "old"}, staff()});
    commit(put("ada-1", {{phone(1), "mobile"}}, {}, lovelace));

    commit(erase(phone(1)));

    EXPECT_EQ(bytes().find("Augusta"), std::string::npos);
    EXPECT_EQ(bytes().find(lovelace), std::string::npos);
    expect_whole();
}

TEST_F(Erasure, KeepsAMergedCustomerOfOneWhoHasAnotherContact)
{
    commit(put("old", {{phone(5), "work"}}, {}, "Augusta King"));
    commit({model::MergeCustomers{"ada-1", "old"}, staff()});

    commit(erase(phone(5)));

    EXPECT_EQ(reader->customer("ada-1")->customer.name, lovelace);
    EXPECT_NE(bytes().find("Augusta"), std::string::npos);
    EXPECT_EQ(bytes().find(phone(5).text()), std::string::npos);
    expect_whole();
}

// The id of one that was merged may be given to somebody new.
TEST_F(Erasure, SparesWhoBearsTheIdOfAMergedCustomerNow)
{
    commit({model::MergeCustomers{"two", "ada-1"}, staff()});
    commit(put("ada-1", {}, {}, "Augusta"));
    commit(stop(OfCustomer{"ada-1"}, by("web")));

    commit(erase(phone(1)));

    ASSERT_TRUE(reader->customer("ada-1"));
    EXPECT_EQ(reader->customer("ada-1")->preferences.size(), 1u);
    EXPECT_EQ(reader->customer("two")->customer.contacts.size(), 2u);
    EXPECT_EQ(history(OfCustomer{"ada-1"}).size(), 2u);
    expect_whole();
}

TEST_F(Erasure, OfWhoBearsTheIdOfAMergedCustomerNowLeavesTheOtherItsNotes)
{
    commit({model::MergeCustomers{"two", "ada-1"}, staff()});
    auto const before = history(OfCustomer{"two"}).size();
    commit(put("ada-1", {{phone(3), "mobile"}}, {}, "Augusta"));

    commit(erase(phone(3)));

    EXPECT_FALSE(reader->customer("ada-1"));
    EXPECT_EQ(history(OfCustomer{"two"}).size(), before);
    EXPECT_THAT(reader->customer("two")->merged, ElementsAre("ada-1"));
    expect_whole();
}

TEST_F(Erasure, KeepsTheJournalsRowsWithoutThePerson)
{
    commit(erase(phone(1)));

    auto const rows = journal();
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[1].address, "");
    EXPECT_EQ(rows[1].customer, "");
    EXPECT_EQ(rows[1].reason, model::Reason::stop_reply);
    EXPECT_EQ(rows[0].address, phone(2).text());
}

TEST_F(Erasure, IsTheEntryBehindALaterSendWhichNamesNobody)
{
    auto const sequence = entries(commit(erase(phone(1)))).front();
    auto later = journalled(phone(1), "ada-1");
    later.reason = model::Reason::erased;
    writer->commit({{}, {later}});

    auto const row = journal().front();
    EXPECT_EQ(row.ledger, sequence);
    EXPECT_EQ(row.address, "");
    EXPECT_EQ(row.customer, "");
    EXPECT_EQ(bytes().find(phone(1).text()), std::string::npos);
}

TEST_F(Erasure, WritesOneEntryThatSaysWhatWasEmptied)
{
    auto const sequences = entries(commit(erase(phone(1))));

    ASSERT_EQ(sequences.size(), 1);
    auto const entry = reader->ledger_entry(sequences.front());
    EXPECT_EQ(entry->note, "A person's data was erased by ada.");
    EXPECT_EQ(entry->after, R"({"entries":[1,2,3,4,5],"customers":1,"journal":1})");
    auto const emptied = reader->ledger_entry(4);
    EXPECT_EQ(emptied->note + emptied->actor + emptied->address + emptied->after, "");
    EXPECT_EQ(emptied->action, "preference");
    EXPECT_EQ(emptied->source, "reply");
}

TEST_F(Erasure, AskedForTwiceIsDoneOnce)
{
    auto const first = entries(commit(erase(phone(1))));

    EXPECT_EQ(entries(commit(erase(phone(1)))), first);
    commit(stop(phone(1)));
    EXPECT_NE(entries(commit(erase(phone(1)))), first);
    EXPECT_EQ(bytes().find(phone(1).text()), std::string::npos);
    expect_whole();
}

TEST_F(Erasure, OfSomebodyUnknownIsRememberedToo)
{
    EXPECT_EQ(entries(commit(erase(phone(77)))).size(), 1);
    EXPECT_THAT(reader->profile(phone(77)).hard_stops, ElementsAre(erased));
}

TEST_F(Erasure, IsLiftedWithEvidenceOnly)
{
    commit(erase(phone(1)));

    EXPECT_EQ(refusal(commit(lift(phone(1), erased))), Refused::Why::evidence_needed);
    EXPECT_EQ(refusal(commit(lift(phone(1), {Channel::sms, Suppression::erased, ""},
                                  by("staff", "signed a new contract")))),
              Refused::Why::invalid);
    EXPECT_EQ(refusal(commit(lift(phone(2), erased, by("staff", "x")))), Refused::Why::not_found);
    EXPECT_EQ(refusal(commit(suppress(phone(2), erased))), Refused::Why::invalid);

    Index index{store->secret()};
    reader->each_part([&](Folded&& part) { index.add(std::move(part)); });
    auto const committed =
        writer->commit({{lift(phone(1), erased, by("staff", "signed a new contract"))}, {}});
    for (auto const& folded : committed.folded)
        index.put(folded);

    EXPECT_TRUE(reader->profile(phone(1)).empty());
    EXPECT_TRUE(index.find(phone(1)).empty());
    EXPECT_THAT(reader->history(phone(1), 0, 10), testing::SizeIs(1));
    expect_whole();
}

TEST_F(Erasure, IsFinishedWhenAReaderWasInTheWay)
{
    {
        sqlite::Connection other{folder.file(), sqlite::Connection::Use::read};
        sqlite::Snapshot const snapshot{other};
        EXPECT_EQ(other.number("SELECT count(*) FROM ledger"), 9);
        commit(erase(phone(1)));
        EXPECT_THAT(bytes(), HasSubstr(phone(1).text()));
    }

    writer->trim_journal({}, noon, 10);

    EXPECT_EQ(bytes().find(phone(1).text()), std::string::npos);
}

TEST_F(Erasure, OfManyAmongManyLeavesHardlyATrace)
{
    Batch batch;
    for (int i = 100; i < 3'100; ++i) {
        batch.changes.push_back(stop(phone(100 + (i * 7'919) % 8'000)));
    }
    writer->commit(batch);
    batch.changes.clear();
    for (int i = 100; i < 400; ++i)
        batch.changes.push_back(erase(phone(100 + (i * 7'919) % 8'000)));
    writer->commit(batch);

    auto const left = bytes();
    int traces = 0;
    for (int i = 100; i < 400; ++i) {
        traces += left.find(phone(100 + (i * 7'919) % 8'000).text()) != left.npos ? 1 : 0;
    }
    EXPECT_EQ(traces, 0);
    expect_whole();
}

}  // namespace
}  // namespace store
