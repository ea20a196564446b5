#include "filters/consent/decide.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace filters {
namespace {

using model::Reason;
using model::Recipient;
using model::Verdict;

constexpr Verdict delivered{true, Reason::allowed};
constexpr Verdict withdrawn{false, Reason::consent_withdrawn};
constexpr Verdict followed{false, Reason::primary_suppressed};

Recipient to(std::size_t envelope)
{
    return {.envelope = envelope, .primary = true};
}
Recipient cc(std::size_t envelope)
{
    return {.envelope = envelope, .primary = false};
}

std::vector<Verdict> after(std::vector<Recipient> const& recipients, std::vector<Verdict> verdicts)
{
    follow_primary(recipients, verdicts);
    return verdicts;
}

TEST(FollowPrimary, KeepsCopiesBackWithTheirPrimaries)
{
    EXPECT_EQ(after({to(0), to(0), cc(0)}, {withdrawn, withdrawn, delivered}),
              (std::vector{withdrawn, withdrawn, followed}));
}

TEST(FollowPrimary, LetsCopiesGoWhileOnePrimaryIsLeft)
{
    EXPECT_EQ(after({to(0), cc(0), to(0)}, {withdrawn, delivered, delivered}),
              (std::vector{withdrawn, delivered, delivered}));
}

TEST(FollowPrimary, KeepsEnvelopesApart)
{
    EXPECT_EQ(after({to(0), cc(0), to(1), cc(1)}, {withdrawn, delivered, delivered, delivered}),
              (std::vector{withdrawn, followed, delivered, delivered}));
}

TEST(FollowPrimary, LeavesAReasonThatStoodBefore)
{
    EXPECT_EQ(after({to(0), cc(0)}, {withdrawn, withdrawn}), (std::vector{withdrawn, withdrawn}));
}

TEST(FollowPrimary, LeavesAnEnvelopeWithoutPrimariesAlone)
{
    EXPECT_EQ(after({cc(0)}, {delivered}), (std::vector{delivered}));
    EXPECT_EQ(after({}, {}), std::vector<Verdict>{});
}

}  // namespace
}  // namespace filters
