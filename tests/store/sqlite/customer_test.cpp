#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct CustomerChange : Opened {
    std::vector<std::string> actions(model::Subject const& subject)
    {
        std::vector<std::string> actions;
        for (auto const& entry : history(subject))
            actions.push_back(entry.action);
        return actions;
    }
};

TEST_F(CustomerChange, IsReadBackAsItWasPut)
{
    commit(put("8", {}));
    auto change = put("7", {{phone(), "mobile"}, {mail(), "work"}});
    auto& customer = std::get<model::PutCustomer>(change.what).customer;
    customer.kind = model::CustomerKind::location;
    customer.carbon_copy_of = "8";

    commit(change);

    auto const record = reader->customer("7");
    ASSERT_TRUE(record);
    EXPECT_EQ(record->customer.kind, model::CustomerKind::location);
    EXPECT_EQ(record->customer.name, "Ada");
    EXPECT_EQ(record->customer.carbon_copy_of, "8");
    EXPECT_THAT(record->customer.contacts,
                ElementsAre(Contact{phone(), "mobile"}, Contact{mail(), "work"}));
    EXPECT_THAT(reader->owners(phone()), ElementsAre("7"));
    EXPECT_THAT(reader->profile(phone()).labels, ElementsAre("mobile"));
}

TEST_F(CustomerChange, OfAKnownOneLeavesItsChoicesAlone)
{
    commit(put("7", {}));
    commit(stop(OfCustomer{"7"}));

    commit(put("7", {}, {}, "Ada L."));

    EXPECT_THAT(reader->customer("7")->preferences, ElementsAre(promotional_sms(State::stop)));
    EXPECT_EQ(reader->customer("7")->customer.name, "Ada L.");
}

TEST_F(CustomerChange, RemovedLeavesItsStopsWithItsAddresses)
{
    commit(put("7", {{phone(), "home"}}));
    commit(stop(OfCustomer{"7"}));

    commit(remove("7"));

    EXPECT_THAT(reader->profile(phone()).own, ElementsAre(promotional_sms(State::stop)));
    EXPECT_EQ(refusal(commit(allow(phone()))), std::nullopt);
}

TEST_F(CustomerChange, ThatLosesAnAddressKeepsWhatStaffStoppedToItself)
{
    commit(put("7", {{phone(), "home"}}));
    commit(stop(OfCustomer{"7"}));

    commit(put("7", {}));

    EXPECT_THAT(reader->profile(phone()).own, IsEmpty());
    EXPECT_THAT(reader->customer("7")->preferences, ElementsAre(promotional_sms(State::stop)));
}

TEST_F(CustomerChange, ThatChangesNothingWritesNothing)
{
    auto const first = commit(put("7", {{phone(), "home"}}));
    auto const again = commit(put("7", {{phone(), "home"}}));

    EXPECT_EQ(entries(again).front(), entries(first).front());
    EXPECT_EQ(history(OfCustomer{"7"}).size(), 2u);
}

TEST_F(CustomerChange, TellsContactsAddedRelabelledAndRemoved)
{
    commit(put("7", {{phone(1), "home"}, {phone(2), ""}}));
    auto const committed = writer->commit({{put("7", {{phone(1), "mobile"}, {phone(3), ""}})}, {}});

    EXPECT_EQ(entries(committed.changes[0]).size(), 3u);
    EXPECT_EQ(committed.folded.size(), 4u);  // three addresses and the customer
    auto const relabelled = history(phone(1)).back();
    EXPECT_EQ(relabelled.before, R"({"label":"home"})");
    EXPECT_EQ(relabelled.after, R"({"label":"mobile"})");
    EXPECT_EQ(relabelled.customer, "7");
    EXPECT_EQ(history(phone(2)).back().after, "");
    EXPECT_TRUE(reader->profile(phone(2)).empty());
}

TEST_F(CustomerChange, ThatTakesAnothersAddressNamesItsOwner)
{
    commit(put("7", {{phone(), ""}}));

    auto const changed = commit(put("8", {{mail(), ""}, {phone(), ""}}));

    ASSERT_EQ(refusal(changed), Refused::Why::conflict);
    EXPECT_EQ(std::get<Refused>(changed).detail, "7");
    EXPECT_FALSE(reader->customer("8"));
    EXPECT_THAT(history(mail()), IsEmpty());
}

TEST_F(CustomerChange, MayShareAnAddressWhereDuplicatesAreAllowed)
{
    commit(put("7", {{phone(), "home"}}));
    auto change = put("8", {{phone(), "mobile"}});
    std::get<model::PutCustomer>(change.what).prevent_duplicates = false;
    commit(change);
    commit(stop(OfCustomer{"7"}));

    EXPECT_THAT(reader->owners(phone()), ElementsAre("7", "8"));
    EXPECT_THAT(reader->profile(phone()).owners, ElementsAre(promotional_sms(State::stop)));
    EXPECT_THAT(reader->profile(phone()).labels, ElementsAre("home", "mobile"));
    // Who shares already may still be renamed.
    EXPECT_EQ(refusal(commit(put("8", {{phone(), "mobile"}}, {}, "Bea"))), std::nullopt);
}

TEST_F(CustomerChange, ThatMakesNoSenseIsRefused)
{
    EXPECT_EQ(refusal(commit(put("", {}))), Refused::Why::invalid);
    EXPECT_EQ(refusal(commit(put("7", {{phone(), "a"}, {phone(), "b"}}))), Refused::Why::invalid);
    auto copy = put("7", {});
    std::get<model::PutCustomer>(copy.what).customer.carbon_copy_of = "7";
    EXPECT_EQ(refusal(commit(copy)), Refused::Why::invalid);
}

TEST_F(CustomerChange, RemovedIsUnknownAndItsHistoryStays)
{
    commit(put("7", {{phone(), "home"}}));
    commit(allow(OfCustomer{"7"}));

    auto const committed = writer->commit({{remove("7")}, {}});

    EXPECT_FALSE(reader->customer("7"));
    EXPECT_TRUE(reader->profile(phone()).empty());
    ASSERT_EQ(committed.folded.size(), 2u);
    EXPECT_FALSE(committed.folded[1].known);
    EXPECT_EQ(history(OfCustomer{"7"}).back().note, "Customer 7 removed by ada (staff).");
    EXPECT_EQ(refusal(commit(remove("7"))), Refused::Why::not_found);
}

TEST_F(CustomerChange, RemovedLeavesTheRecipientsStopsWithTheAddress)
{
    commit(put("7", {{phone(1), ""}, {phone(2), ""}}));
    commit(stop(OfCustomer{"7"}, by("web")));

    commit(put("7", {{phone(1), ""}}));
    commit(remove("7"));

    for (auto const& address : {phone(1), phone(2)}) {
        EXPECT_THAT(reader->profile(address).own, ElementsAre(promotional_sms(State::stop)));
        EXPECT_EQ(refusal(commit(allow(address))), Refused::Why::evidence_needed);
    }
}

TEST_F(CustomerChange, HistoryHoldsWhatHappenedToItsBareAddresses)
{
    commit(stop(phone(1)));
    commit(stop(phone(2)));
    commit(put("7", {{phone(1), ""}}));

    EXPECT_THAT(actions(OfCustomer{"7"}), ElementsAre("preference", "customer", "contact"));
    EXPECT_EQ(reader->history(OfCustomer{"7"}, 1, 1).front().action, "customer");
}

}  // namespace
}  // namespace store
