#include "store/ledger/rules.hpp"

#include "tests/store/changes.hpp"

namespace store {
namespace {

TEST(Rules, ARecipientsWordWeighsMoreThanOthersAndTheyMoreThanADefault)
{
    EXPECT_GT(weight_of("reply"), weight_of("staff"));
    EXPECT_GT(weight_of("phone"), weight_of("import"));
    EXPECT_GT(weight_of("staff"), weight_of("default"));
}

TEST(Rules, TheRecipientNeedsNoEvidence)
{
    for (auto const* source : {"reply", "web", "link", "preference_page", "unsubscribe", "START",
                               "STOP reply", "unsubscribe-link", "Preference page", "recipient"}) {
        EXPECT_FALSE(evidence_missing(by(source), "reply", noon)) << source;
    }
}

TEST(Rules, OthersNeedEvidenceThatSaysSomething)
{
    EXPECT_FALSE(evidence_missing(by("staff", "asked at the desk"), "reply", noon));
    EXPECT_TRUE(evidence_missing(by("phone"), "reply", noon));
    auto const refused = evidence_missing(by("staff", " \t"), "reply", noon);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->why, Refused::Why::evidence_needed);
    EXPECT_EQ(
        refused->detail,
        "the recipient made this stop (reply, 2026-09-21): evidence must tell what they said, "
        "where and when");
}

TEST(Rules, AStopOnPaperOrByPhoneIsTheRecipientsHoweverTheSourceIsSpelt)
{
    for (auto const* source : {"phone", "Phone", "PAPER", "letter", "form", "email", "in_person"}) {
        EXPECT_EQ(weight_of(source), Weight::by_recipient) << source;
        EXPECT_FALSE(in_person(source)) << source;
        EXPECT_TRUE(evidence_missing(by(source), "reply", noon)) << source;
    }
}

TEST(Rules, AnImportNeverTakesBackWhatTheRecipientStopped)
{
    auto const refused = evidence_missing(by("import", "double opt-in on 3 May"), "reply", noon);

    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->detail,
              "the recipient made this stop (reply, 2026-09-21): an import never takes it back");
}

}  // namespace
}  // namespace store
