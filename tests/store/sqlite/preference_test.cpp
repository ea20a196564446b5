#include "tests/store/changes.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct PreferenceChange : Opened {};

TEST_F(PreferenceChange, IsFoldedIntoTheProfileOfItsAddress)
{
    auto const committed = writer->commit({{stop(phone())}, {}});

    ASSERT_EQ(committed.folded.size(), 1u);
    EXPECT_EQ(std::get<Address>(committed.folded[0].subject), phone());
    EXPECT_THAT(committed.folded[0].profile.own, ElementsAre(promotional_sms(State::stop)));
    EXPECT_EQ(reader->profile(phone()), committed.folded[0].profile);
}

TEST_F(PreferenceChange, OfACustomerReachesEachOfItsAddresses)
{
    commit(put("7", {{phone(), "mobile"}, {mail(), ""}}));

    auto const committed = writer->commit({{stop(OfCustomer{"7"})}, {}});

    ASSERT_EQ(committed.folded.size(), 3u);
    for (auto const& folded : committed.folded) {
        EXPECT_THAT(folded.profile.owners, ElementsAre(promotional_sms(State::stop)));
    }
}

TEST_F(PreferenceChange, LeavesALedgerEntryThatReadsAsANote)
{
    auto const changed = commit(stop(phone(), by("web", "clicked")));

    ASSERT_EQ(entries(changed).size(), 1u);
    auto const entry = reader->ledger_entry(entries(changed)[0]);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->sequence, 1);
    EXPECT_EQ(entry->at, noon);
    EXPECT_EQ(entry->actor, "ada");
    EXPECT_EQ(entry->source, "web");
    EXPECT_EQ(entry->evidence, "clicked");
    EXPECT_EQ(entry->customer, "");
    EXPECT_EQ(entry->address, phone().text());
    EXPECT_EQ(entry->action, "preference");
    EXPECT_EQ(entry->before, "");
    EXPECT_EQ(entry->after, R"({"channel":"sms","covers":"promotional","state":"stop"})");
    EXPECT_EQ(entry->note,
              "Promotional SMS stopped for +14155551000 by ada (web). Evidence: clicked");
}

TEST_F(PreferenceChange, KeepsTheStateItReplaced)
{
    commit(stop(phone()));
    auto const changed = commit(allow(phone()));

    EXPECT_EQ(reader->ledger_entry(entries(changed)[0])->before,
              R"({"channel":"sms","covers":"promotional","state":"stop"})");
    EXPECT_THAT(reader->profile(phone()).own, ElementsAre(promotional_sms(State::allow)));
}

TEST_F(PreferenceChange, ThatIsAlreadySoNamesTheEntryThatMadeItSo)
{
    auto const first = commit(stop(phone()));
    auto const again = commit(stop(phone()));

    EXPECT_EQ(entries(again), entries(first));
    EXPECT_EQ(history(phone()).size(), 1u);
}

TEST_F(PreferenceChange, ByTheRecipientIsRememberedOverTheSameByStaff)
{
    commit(stop(phone()));
    commit(stop(phone(), by("reply")));

    EXPECT_EQ(refusal(commit(allow(phone()))), Refused::Why::evidence_needed);
    EXPECT_EQ(history(phone()).size(), 2u);
}

TEST_F(PreferenceChange, ThatLiftsARecipientsStopNeedsEvidenceFromOthers)
{
    for (auto const* source :
         {"reply", "link", "web", "complaint", "preference_page", "unsubscribe"}) {
        auto const address = mail(std::string{source} + "@example.com");
        commit(stop(address, by(source)));

        EXPECT_EQ(refusal(commit(allow(address))), Refused::Why::evidence_needed) << source;
        EXPECT_THAT(reader->profile(address).own, ElementsAre(promotional_sms(State::stop)));
        EXPECT_EQ(refusal(commit(allow(address, by("staff", "wrote on 3 May")))), std::nullopt);
        EXPECT_THAT(reader->profile(address).own, ElementsAre(promotional_sms(State::allow)));
    }
}

TEST_F(PreferenceChange, ThatLiftsAStopIsFreeToTheRecipientAndForStaffsOwn)
{
    commit(stop(phone(1), by("reply")));
    commit(stop(phone(2), staff()));

    EXPECT_EQ(refusal(commit(allow(phone(1), by("preference_page")))), std::nullopt);
    EXPECT_EQ(refusal(commit(allow(phone(2)))), std::nullopt);
}

TEST_F(PreferenceChange, RefusedDoesNotHarmTheOthers)
{
    auto const committed =
        writer->commit({{stop(phone(1)), stop(OfCustomer{"nobody"}), stop(phone(2))}, {}});

    EXPECT_EQ(entries(committed.changes[0]), std::vector<std::int64_t>{1});
    EXPECT_EQ(refusal(committed.changes[1]), Refused::Why::not_found);
    EXPECT_EQ(entries(committed.changes[2]), std::vector<std::int64_t>{2});
}

TEST_F(PreferenceChange, WithoutAnActorIsRefused)
{
    EXPECT_EQ(refusal(commit(stop(phone(), {"", "staff", "", noon}))), Refused::Why::invalid);
    EXPECT_THAT(history(phone()), IsEmpty());
}

TEST_F(PreferenceChange, OfEveryChannelAndStreamComesBackAsItWas)
{
    Preference const workflows{std::nullopt, {Covers::What::stream, "workflow"}, State::stop};
    Preference const marketing{Channel::email, {Covers::What::category, "marketing"}, State::allow};
    commit(set(phone(), workflows));
    commit(set(phone(), marketing));

    EXPECT_THAT(reader->profile(phone()).own, ElementsAre(workflows, marketing));
}

TEST_F(PreferenceChange, CanNeitherBeRewrittenNorDeletedInTheLedger)
{
    commit(stop(phone()));
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(folder.file().c_str(), &raw), SQLITE_OK);

    EXPECT_EQ(sqlite3_exec(raw, "UPDATE ledger SET actor = 'eve'", nullptr, nullptr, nullptr),
              SQLITE_CONSTRAINT);
    EXPECT_EQ(sqlite3_exec(raw, "DELETE FROM ledger", nullptr, nullptr, nullptr),
              SQLITE_CONSTRAINT);
    sqlite3_close(raw);
    EXPECT_EQ(history(phone()).front().actor, "ada");
}

}  // namespace
}  // namespace store
