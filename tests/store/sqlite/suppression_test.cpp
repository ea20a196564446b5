#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct HardStopChange : Opened {};
model::HardStop const stop_reply{Channel::sms, Suppression::stop_reply, "+14155550000"};
model::HardStop const do_not_contact{std::nullopt, Suppression::do_not_contact, ""};

TEST_F(HardStopChange, StandsInTheProfile)
{
    commit(suppress(phone(), stop_reply, by("reply")));
    commit(suppress(phone(), do_not_contact));

    EXPECT_THAT(reader->profile(phone()).hard_stops, ElementsAre(do_not_contact, stop_reply));
    EXPECT_EQ(history(phone())[0].action, "suppression");
    EXPECT_EQ(history(phone())[0].after,
              R"({"channel":"sms","suppression":"stop_reply","sender":"+14155550000"})");
}

TEST_F(HardStopChange, SetTwiceIsWrittenOnce)
{
    auto const first = commit(suppress(phone(), do_not_contact));
    EXPECT_EQ(entries(commit(suppress(phone(), do_not_contact))), entries(first));
}

TEST_F(HardStopChange, LiftedForOneSenderStaysForOthers)
{
    auto named = stop_reply;
    named.sender = "ACME";
    commit(suppress(phone(), stop_reply, by("reply")));
    commit(suppress(phone(), named, by("reply")));
    auto stranger = stop_reply;
    stranger.sender = "+14155550001";

    EXPECT_EQ(refusal(commit(lift(phone(), stranger, by("reply")))), Refused::Why::not_found);
    named.sender = "Acme";
    EXPECT_EQ(refusal(commit(lift(phone(), named, by("reply")))), std::nullopt);

    EXPECT_THAT(reader->profile(phone()).hard_stops, ElementsAre(stop_reply));
    EXPECT_EQ(history(phone()).back().action, "suppression_lifted");
}

TEST_F(HardStopChange, LiftedWithoutASenderIsGoneForAll)
{
    auto other = stop_reply;
    other.sender = "+14155550001";
    commit(suppress(phone(), stop_reply, by("reply")));
    commit(suppress(phone(), other, by("reply")));
    auto all = stop_reply;
    all.sender.clear();

    EXPECT_EQ(refusal(commit(lift(phone(), all, by("reply")))), std::nullopt);

    EXPECT_THAT(reader->profile(phone()).hard_stops, IsEmpty());
}

TEST_F(HardStopChange, AfterAReplyOrComplaintNeedsEvidenceToLiftWhoeverWroteItDown)
{
    for (auto const suppression : {Suppression::stop_reply, Suppression::complaint}) {
        model::HardStop const recipients{Channel::sms, suppression, ""};
        commit(suppress(phone(), recipients, staff()));
        EXPECT_EQ(refusal(commit(lift(phone(), recipients))), Refused::Why::evidence_needed);
        EXPECT_EQ(refusal(commit(lift(phone(), recipients, by("staff", "START by letter")))),
                  std::nullopt);
    }
}

TEST_F(HardStopChange, ByStaffMayBeLiftedByStaffAndByTheRecipientsWishNot)
{
    commit(suppress(phone(1), do_not_contact, staff()));
    commit(suppress(phone(2), do_not_contact, by("web")));

    EXPECT_EQ(refusal(commit(lift(phone(1), do_not_contact))), std::nullopt);
    EXPECT_EQ(refusal(commit(lift(phone(2), do_not_contact))), Refused::Why::evidence_needed);
}

TEST_F(HardStopChange, ThatIsNotThereCanNotBeLifted)
{
    commit(suppress(phone(), do_not_contact));
    model::HardStop const on_sms{Channel::sms, Suppression::do_not_contact, ""};
    EXPECT_EQ(refusal(commit(lift(phone(), on_sms))), Refused::Why::not_found);
}

}  // namespace
}  // namespace store
