// Two customers that are one.
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using model::Start;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Merge : Opened {
    Changed merge(std::string into, std::string from)
    {
        return commit({model::MergeCustomers{std::move(into), std::move(from)}, staff()});
    }
    static Change shared(std::string id, std::vector<Contact> contacts, std::string of = "")
    {
        auto change = put(std::move(id), std::move(contacts));
        auto& what = std::get<model::PutCustomer>(change.what);
        what.prevent_duplicates = false;
        what.customer.carbon_copy_of = std::move(of);
        return change;
    }
    std::vector<Preference> chosen(std::string const& id)
    {
        return reader->customer(id)->preferences;
    }
};

TEST_F(Merge, BringsContactsTogether)
{
    commit(shared("7", {{phone(1), "home"}, {phone(2), "mobile"}}));
    commit(shared("8", {{phone(2), "work"}, {mail(), "work"}}));

    merge("7", "8");

    EXPECT_THAT(reader->customer("7")->customer.contacts,
                ElementsAre(Contact{phone(1), "home"}, Contact{phone(2), "mobile"},
                            Contact{mail(), "work"}));
    EXPECT_THAT(reader->owners(phone(2)), ElementsAre("7"));
    EXPECT_FALSE(reader->customer("8"));
    EXPECT_EQ(reader->merged_into("8"), "7");
    EXPECT_THAT(reader->customer("7")->merged, ElementsAre("8"));
}

TEST_F(Merge, TakesTheStricterOfEachChoice)
{
    Preference const mail_allow{Channel::email, {}, State::allow};
    commit(put("7", {{phone(), ""}}, Start{true, false}));
    commit(put("8", {}, Start{false, true}));
    commit(allow(OfCustomer{"7"}));
    commit(stop(OfCustomer{"8"}, by("reply", "STOP")));
    commit(set(OfCustomer{"8"}, mail_allow));

    merge("7", "8");

    EXPECT_THAT(chosen("7"), UnorderedElementsAre(promotional_sms(State::stop), mail_allow));
    EXPECT_EQ(reader->customer("7")->start, (Start{false, false}));
    EXPECT_THAT(reader->profile(phone()).owners,
                UnorderedElementsAre(promotional_sms(State::stop), mail_allow));
    EXPECT_EQ(refusal(commit(allow(OfCustomer{"7"}))), Refused::Why::evidence_needed);
}

TEST_F(Merge, NeverUndoesARecipientsOwnStop)
{
    commit(put("7", {}));
    commit(put("8", {}));
    commit(stop(OfCustomer{"7"}, by("web")));
    commit(allow(OfCustomer{"8"}, by("preference_page")));

    merge("7", "8");

    EXPECT_THAT(chosen("7"), ElementsAre(promotional_sms(State::stop)));
    EXPECT_EQ(reader->customer("7")->origins.at(0).source, "web");
}

TEST_F(Merge, KeepsBothHistories)
{
    commit(put("7", {}));
    commit(put("8", {}));
    commit(stop(OfCustomer{"8"}));
    merge("7", "8");
    commit(put("9", {}));
    merge("9", "7");
    commit(put("8", {}, {}, "Bea"));  // somebody else under the old id

    std::vector<std::string> notes;
    for (auto const& entry : history(OfCustomer{"9"}))
        notes.push_back(entry.note);
    EXPECT_THAT(notes, Contains("Customer 8 created by ada (staff).").Times(1));
    EXPECT_THAT(notes, Contains("Promotional SMS stopped for customer 8 by ada (staff)."));
    EXPECT_THAT(notes, Contains("Promotional SMS stopped for customer 7 by ada (staff). Merged "
                                "from customer 8."));
    EXPECT_THAT(notes, Contains("Customer 8 merged into customer 7 by ada (staff)."));
    EXPECT_THAT(reader->customer("9")->merged, ElementsAre("7", "8"));
    EXPECT_EQ(reader->merged_into("8"), "9");
}

// An id that ended in a merge may be given to somebody new, and end in a merge again.
TEST_F(Merge, LeavesTheNextBearerOfTheIdAHistoryOfItsOwn)
{
    commit(put("7", {}));
    commit(put("8", {{phone(1), ""}}));
    merge("7", "8");
    commit(put("8", {{phone(2), ""}}));
    commit(put("9", {}));

    EXPECT_EQ(history(OfCustomer{"8"}).size(), 2u);
    merge("9", "8");

    auto const about = [&](std::string const& id, Address const& address) {
        auto const all = history(OfCustomer{id});
        return std::ranges::any_of(all, [&](auto const& one) {
            return one.customer == "8" && one.address == address.text();
        });
    };
    EXPECT_TRUE(about("7", phone(1)));
    EXPECT_FALSE(about("7", phone(2)));
    EXPECT_TRUE(about("9", phone(2)));
    EXPECT_FALSE(about("9", phone(1)));
}

TEST_F(Merge, LeadsCarbonCopiesToTheWhole)
{
    for (auto const* id : {"7", "8", "account"})
        commit(put(id, {}));
    commit(shared("8", {}, "account"));
    commit(shared("site", {}, "8"));
    commit(stop(OfCustomer{"7"}));

    merge("7", "8");

    EXPECT_EQ(reader->customer("site")->customer.carbon_copy_of, "7");
    EXPECT_EQ(reader->customer("7")->customer.carbon_copy_of, "account");
    for (auto const* id : {"7", "account", "site"}) {
        EXPECT_THAT(chosen(id), ElementsAre(promotional_sms(State::stop))) << id;
    }
}

TEST_F(Merge, OfLinkedOnesMakesNoCircle)
{
    commit(put("top", {}));
    commit(shared("mid", {}, "top"));
    commit(shared("low", {}, "mid"));
    merge("low", "top");
    EXPECT_EQ(reader->customer("low")->customer.carbon_copy_of, "");
    EXPECT_EQ(reader->customer("mid")->customer.carbon_copy_of, "low");

    merge("low", "mid");
    EXPECT_EQ(reader->customer("low")->customer.carbon_copy_of, "");
    EXPECT_THAT(reader->customer("low")->carbon_copies, IsEmpty());
}

TEST_F(Merge, OfOneOrNobodyIsRefused)
{
    commit(put("7", {}));
    EXPECT_EQ(refusal(merge("7", "7")), Refused::Why::invalid);
    EXPECT_EQ(refusal(merge("7", "8")), Refused::Why::not_found);
    EXPECT_EQ(refusal(merge("8", "7")), Refused::Why::not_found);
    commit(put("8", {}));
    merge("7", "8");
    EXPECT_EQ(std::get<Refused>(commit(stop(OfCustomer{"8"}))).detail,
              "this customer was merged into 7");
}

struct Duplicates : Merge {};

TEST_F(Duplicates, AreAddressesWithSeveralOwnersInPages)
{
    for (auto const* id : {"7", "8", "9"})
        commit(shared(id, {{phone(1), ""}, {phone(std::atoi(id)), ""}}));
    commit(shared("9", {{phone(1), ""}, {mail(), ""}}));
    commit(shared("8", {{phone(1), ""}, {mail(), ""}}));

    auto const first = reader->duplicates("", 1);
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].address, phone(1));
    EXPECT_THAT(first[0].customers, ElementsAre("7", "8", "9"));
    auto const rest = reader->duplicates(first[0].address.text(), 10);
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].address, mail());
    EXPECT_EQ(reader->ledger_entry(rest[0].ledger)->address, mail().text());
}

}  // namespace
}  // namespace store
