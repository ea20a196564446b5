// Customers whose choices are kept the same.
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using model::Start;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct CarbonCopy : Opened {
    static Change link(std::string id, std::string of, std::vector<Contact> contacts = {},
                       std::optional<Start> start = {})
    {
        auto change = put(std::move(id), std::move(contacts), start);
        std::get<model::PutCustomer>(change.what).customer.carbon_copy_of = std::move(of);
        return change;
    }
    std::vector<Preference> chosen(std::string const& id)
    {
        return reader->customer(id)->preferences;
    }
};

Preference const mail_stop{Channel::email, {}, State::stop};

TEST_F(CarbonCopy, TakesTheStricterOfBothAtLinkTime)
{
    commit(put("account", {}));
    commit(put("site", {{phone(), ""}}));
    commit(allow(OfCustomer{"account"}));
    commit(stop(OfCustomer{"site"}, by("reply", "STOP")));
    commit(set(OfCustomer{"account"}, mail_stop));

    auto const folded = writer->commit({{link("site", "account", {{phone(), ""}})}, {}}).folded;

    EXPECT_THAT(chosen("account"), UnorderedElementsAre(promotional_sms(State::stop), mail_stop));
    EXPECT_THAT(chosen("site"), UnorderedElementsAre(promotional_sms(State::stop), mail_stop));
    EXPECT_EQ(folded.size(), 3u);
    auto const note = history(OfCustomer{"account"}).back();
    EXPECT_EQ(note.source, "reply");
    EXPECT_EQ(note.note,
              "Promotional SMS stopped for customer account by ada (reply). Evidence: STOP. Carbon "
              "copy of customer site.");
}

TEST_F(CarbonCopy, KeepsTheWeightOfARecipientsOwnStop)
{
    commit(put("account", {}));
    commit(put("site", {}));
    commit(stop(OfCustomer{"account"}));
    commit(stop(OfCustomer{"site"}, by("web")));

    commit(link("site", "account"));

    EXPECT_EQ(refusal(commit(allow(OfCustomer{"account"}))), Refused::Why::evidence_needed);
    EXPECT_EQ(refusal(commit(allow(OfCustomer{"site"}))), Refused::Why::evidence_needed);
}

TEST_F(CarbonCopy, HasEachLaterChoiceOfAnyOfThem)
{
    commit(put("account", {{mail(), ""}}));
    commit(link("north", "account", {{phone(1), ""}}));
    commit(link("south", "account", {{phone(2), ""}}));

    auto const changed = commit(stop(OfCustomer{"north"}, by("web", "clicked")));

    EXPECT_EQ(entries(changed).size(), 3u);
    for (auto const* id : {"account", "north", "south"}) {
        EXPECT_THAT(chosen(id), ElementsAre(promotional_sms(State::stop))) << id;
    }
    EXPECT_THAT(reader->profile(mail()).owners, ElementsAre(promotional_sms(State::stop)));
    EXPECT_THAT(history(OfCustomer{"south"}).back().note,
                HasSubstr("Carbon copy of customer north."));
    EXPECT_EQ(refusal(commit(allow(OfCustomer{"south"}))), Refused::Why::evidence_needed);
    EXPECT_EQ(refusal(commit(allow(OfCustomer{"account"}, by("staff", "called on 3 May")))),
              std::nullopt);
    EXPECT_THAT(chosen("north"), ElementsAre(promotional_sms(State::allow)));
}

TEST_F(CarbonCopy, TakesTheStricterOfWhatTheyStartedWith)
{
    commit(put("account", {}, Start{true, false}));
    commit(link("site", "account", {{phone(), ""}}, Start{false, true}));
    commit(put("before", {}));
    commit(link("before", "account"));

    for (auto const* id : {"account", "site", "before"}) {
        EXPECT_EQ(reader->customer(id)->start, (Start{false, false})) << id;
    }
    EXPECT_THAT(reader->profile(phone()).starts, ElementsAre(Start{false, false}));
}

TEST_F(CarbonCopy, JoinsWholeGroups)
{
    for (auto const* id : {"a", "b"})
        commit(put(id, {}));
    commit(link("a1", "a"));
    commit(link("b1", "b"));
    commit(stop(OfCustomer{"a1"}));
    commit(set(OfCustomer{"b1"}, mail_stop));

    commit(link("a", "b1"));

    for (auto const* id : {"a", "a1", "b", "b1"}) {
        EXPECT_THAT(chosen(id), UnorderedElementsAre(promotional_sms(State::stop), mail_stop))
            << id;
    }
    EXPECT_THAT(reader->customer("a")->carbon_copies, ElementsAre("a1", "b", "b1"));
}

TEST_F(CarbonCopy, UnlinkedKeepsWhatWas)
{
    commit(put("account", {}));
    commit(link("site", "account"));
    commit(stop(OfCustomer{"account"}));

    commit(put("site", {}));
    commit(set(OfCustomer{"account"}, mail_stop));

    EXPECT_THAT(chosen("site"), ElementsAre(promotional_sms(State::stop)));
    EXPECT_THAT(reader->customer("account")->carbon_copies, IsEmpty());
}

TEST_F(CarbonCopy, OfWhoGoesIsNoneAnyMore)
{
    commit(put("account", {}));
    commit(link("site", "account"));
    commit(stop(OfCustomer{"account"}));

    commit(remove("account"));

    EXPECT_EQ(reader->customer("site")->customer.carbon_copy_of, "");
    EXPECT_THAT(chosen("site"), ElementsAre(promotional_sms(State::stop)));
    EXPECT_EQ(history(OfCustomer{"site"}).back().note,
              "Customer site: no longer a carbon copy of customer account, by ada (staff).");
}

TEST_F(CarbonCopy, CanNotGoInACircle)
{
    commit(put("a", {}));
    commit(link("b", "a"));
    commit(link("c", "b"));

    EXPECT_EQ(refusal(commit(link("a", "c"))), Refused::Why::invalid);
    EXPECT_EQ(refusal(commit(link("a", "a"))), Refused::Why::invalid);
    EXPECT_EQ(refusal(commit(link("a", "nobody"))), Refused::Why::not_found);
    EXPECT_EQ(reader->customer("a")->customer.carbon_copy_of, "");
}

TEST_F(CarbonCopy, MayShareAnAddressThoughDuplicatesArePrevented)
{
    commit(put("account", {{phone(), ""}}));

    EXPECT_EQ(refusal(commit(put("site", {{phone(), ""}}))), Refused::Why::conflict);
    EXPECT_EQ(refusal(commit(link("site", "account", {{phone(), ""}}))), std::nullopt);
}

}  // namespace
}  // namespace store
