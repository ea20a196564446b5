// What a contact's label alone says.
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct ContactLabel : Opened {
    static Change labelled(std::string id, std::vector<Contact> contacts)
    {
        auto change = put(std::move(id), std::move(contacts));
        auto& what = std::get<model::PutCustomer>(change.what);
        what.prevent_duplicates = false;
        what.contacts = {{"mobile", "cell"}, {"service"}};
        return change;
    }
    std::vector<Preference> own(Address const& address) { return reader->profile(address).own; }
};

Preference service_sms(State state)
{
    return {Channel::sms, model::read_covers("service"), state};
}

TEST_F(ContactLabel, OptsInToServiceSmsWhenANumberIsAdded)
{
    commit(labelled("7", {{phone(1), "Mobile"}}));
    commit(labelled("7", {{phone(1), "Mobile"}, {phone(2), "cell"}}));

    EXPECT_THAT(own(phone(1)), ElementsAre(service_sms(State::allow)));
    EXPECT_THAT(own(phone(2)), ElementsAre(service_sms(State::allow)));
    EXPECT_EQ(history(phone(1)).back().source, "contact");
    EXPECT_EQ(history(phone(1)).back().note,
              "Service SMS allowed for +14155551001 by ada (contact).");
}

TEST_F(ContactLabel, SaysNothingOfOtherLabelsAndOfMail)
{
    commit(labelled("7", {{phone(1), "home"}, {mail(), "mobile"}, {phone(2), ""}}));

    EXPECT_THAT(own(phone(1)), IsEmpty());
    EXPECT_THAT(own(phone(2)), IsEmpty());
    EXPECT_THAT(own(mail()), IsEmpty());
}

TEST_F(ContactLabel, LeavesStopsAloneWhateverTheirSourceIsCalled)
{
    commit(labelled("7", {{phone(), "mobile"}}));
    commit(set(phone(), service_sms(State::stop), by("contact")));

    commit(labelled("7", {}));

    EXPECT_THAT(own(phone()), ElementsAre(service_sms(State::stop)));
}

TEST_F(ContactLabel, IsTakenBackWhenTheNumberIsRelabelled)
{
    commit(labelled("7", {{phone(), "mobile"}}));

    commit(labelled("7", {{phone(), "home"}}));

    EXPECT_THAT(own(phone()), IsEmpty());
    EXPECT_EQ(history(phone()).back().after, "");
    EXPECT_EQ(history(phone()).back().note,
              "Service SMS for +14155551000 no longer allowed by the contact's label, it went by "
              "ada (contact).");
    commit(labelled("7", {{phone(), "mobile"}}));
    EXPECT_THAT(own(phone()), ElementsAre(service_sms(State::allow)));
}

TEST_F(ContactLabel, IsTakenBackWhenTheNumberOrTheCustomerGoes)
{
    commit(labelled("7", {{phone(1), "mobile"}, {phone(2), "mobile"}}));

    commit(labelled("7", {{phone(1), "mobile"}}));
    EXPECT_THAT(own(phone(2)), IsEmpty());
    commit(remove("7"));
    EXPECT_TRUE(reader->profile(phone(1)).empty());
}

TEST_F(ContactLabel, HoldsWhileOneOwnerKeepsItSo)
{
    commit(labelled("7", {{phone(), "mobile"}}));
    commit(labelled("8", {{phone(), "mobile"}}));

    commit(remove("7"));
    EXPECT_THAT(own(phone()), ElementsAre(service_sms(State::allow)));
    commit(labelled("8", {{phone(), "work"}}));
    EXPECT_THAT(own(phone()), IsEmpty());
}

TEST_F(ContactLabel, LeavesAloneWhatSomebodyChose)
{
    commit(set(phone(1), service_sms(State::stop)));
    commit(labelled("7", {{phone(1), "mobile"}, {phone(2), "mobile"}}));
    commit(set(phone(2), service_sms(State::allow)));  // the same, but said by staff

    EXPECT_THAT(own(phone(1)), ElementsAre(service_sms(State::stop)));
    commit(labelled("7", {}));
    EXPECT_THAT(own(phone(1)), ElementsAre(service_sms(State::stop)));
    EXPECT_THAT(own(phone(2)), ElementsAre(service_sms(State::allow)));
}

TEST_F(ContactLabel, OfAnUnchangedContactIsNotSaidAgain)
{
    commit(labelled("7", {{phone(), "mobile"}}));
    commit(set(phone(), service_sms(State::stop)));
    commit(set(phone(), service_sms(State::allow)));
    auto const before = history(phone()).size();

    commit(labelled("7", {{phone(), "mobile"}}));

    EXPECT_EQ(history(phone()).size(), before);
}

}  // namespace
}  // namespace store
