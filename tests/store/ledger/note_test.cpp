#include "store/ledger/note.hpp"

#include "tests/store/changes.hpp"

namespace store {
namespace {

std::string note(model::Subject subject, std::optional<Channel> channel, std::string_view covers,
                 State state, model::Attribution who = staff())
{
    return note_of(
        model::SetPreference{std::move(subject), {channel, model::read_covers(covers), state}},
        who);
}

TEST(Note, TellsASwitchOfACustomer)
{
    EXPECT_EQ(note(OfCustomer{"1042"}, Channel::sms, "promotional", State::stop),
              "Promotional SMS stopped for customer 1042 by ada (staff).");
}

TEST(Note, TellsAnAllowOnAnAddressWithItsEvidence)
{
    EXPECT_EQ(
        note(phone(), Channel::email, "marketing", State::allow, by("phone", "Call of 3 May.")),
        "Marketing e-mail allowed for +14155551000 by ada (phone). Evidence: Call of 3 May.");
}

TEST(Note, TellsWhatCoversEverything)
{
    EXPECT_EQ(note(phone(), std::nullopt, "any", State::stop),
              "All messages on every channel stopped for +14155551000 by ada (staff).");
}

TEST(Note, TellsAStream)
{
    EXPECT_EQ(
        note(phone(), std::nullopt, "stream:workflow", State::stop),
        "Messages on every channel from stream workflow stopped for +14155551000 by ada (staff).");
}

TEST(Note, TellsAHardStopAndItsEnd)
{
    model::HardStop const reply{Channel::sms, Suppression::stop_reply, "+14155550000"};
    EXPECT_EQ(
        note_of(model::SetHardStop{phone(), reply}, by("reply")),
        "SMS to +14155551000 from +14155550000 suppressed after a STOP reply, by ada (reply).");
    EXPECT_EQ(note_of(model::LiftHardStop{phone(), {Channel::sms, Suppression::stop_reply, ""}},
                      by("reply")),
              "SMS to +14155551000, suppressed after a STOP reply, allowed again by ada (reply).");
}

TEST(Note, TellsWhatOfACustomerIsAnother)
{
    using enum model::CustomerKind;
    auto const changed = [](model::Customer const& before, model::Customer const& after) {
        return note_of_changes(before, after, staff());
    };
    EXPECT_EQ(changed({"lo", customer, "", {}, ""}, {"lo", customer, "", {}, "acc"}),
              "Customer lo: now a carbon copy of customer acc, by ada (staff).");
    EXPECT_EQ(changed({"lo", customer, "", {}, "acc"}, {"lo", customer, "", {}, ""}),
              "Customer lo: no longer a carbon copy of customer acc, by ada (staff).");
    EXPECT_EQ(changed({"lo", customer, "", {}, "acc"}, {"lo", customer, "", {}, "b2"}),
              "Customer lo: no longer a carbon copy of customer acc but of customer b2, by ada "
              "(staff).");
    EXPECT_EQ(changed({"lo", customer, "Ann", {}, ""}, {"lo", customer, "Bea", {}, ""}),
              "Customer lo: renamed from \"Ann\" to \"Bea\", by ada (staff).");
    EXPECT_EQ(changed({"lo", customer, "", {}, ""}, {"lo", customer, "Bea", {}, ""}),
              "Customer lo: named \"Bea\", by ada (staff).");
    EXPECT_EQ(changed({"lo", customer, "Ann", {}, ""}, {"lo", customer, "", {}, ""}),
              "Customer lo: no longer named \"Ann\", by ada (staff).");
    EXPECT_EQ(changed({"lo", customer, "Ann", {}, ""}, {"lo", billing_account, "Bea", {}, "acc"}),
              "Customer lo: renamed from \"Ann\" to \"Bea\", kind changed from customer to billing "
              "account, now a carbon copy of customer acc, by ada (staff).");
}

TEST(Note, TellsAContact)
{
    EXPECT_EQ(note_of_contact({phone(), "mobile"}, "added to", "1042", staff()),
              "Contact +14155551000 (mobile) added to customer 1042 by ada (staff).");
}

}  // namespace
}  // namespace store
