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

TEST(Note, TellsAContact)
{
    EXPECT_EQ(note_of_contact({phone(), "mobile"}, "added to", "1042", staff()),
              "Contact +14155551000 (mobile) added to customer 1042 by ada (staff).");
}

}  // namespace
}  // namespace store
