#include "store/index/profiles.hpp"

#include <gtest/gtest.h>

#include <set>

namespace store {
namespace {

using model::Channel;
using model::Profile;
using model::State;

/// Profiles that differ in one word each.
std::vector<Profile> different()
{
    model::Preference const stop{Channel::sms, model::read_covers("marketing"), State::stop};
    auto allow = stop;
    allow.state = State::allow;
    auto on_any = stop;
    on_any.channel.reset();
    auto of_stream = stop;
    of_stream.covers = model::read_covers("stream:marketing");
    model::HardStop const reply{Channel::sms, model::Suppression::stop_reply, ""};
    auto from_one = reply;
    from_one.sender = "+12025550100";
    return {{},
            {{}, {stop}, {}, {}, {}},
            {{}, {allow}, {}, {}, {}},
            {{}, {on_any}, {}, {}, {}},
            {{}, {of_stream}, {}, {}, {}},
            {{}, {}, {stop}, {}, {}},
            {{}, {stop}, {stop}, {}, {}},
            {{reply}, {}, {}, {}, {}},
            {{from_one}, {}, {}, {}, {}},
            {{}, {}, {}, {{true, false}}, {}},
            {{}, {}, {}, {{false, true}}, {}},
            {{}, {}, {}, {}, {"mobile"}},
            {{}, {}, {}, {}, {"home", "mobile"}}};
}

TEST(Profiles, GiveEachDifferentOneANumberOfItsOwn)
{
    Profiles profiles;
    std::set<std::uint32_t> ids;
    for (auto const& profile : different())
        ids.insert(profiles.intern(profile));
    EXPECT_EQ(ids.size(), different().size());
    EXPECT_FALSE(ids.contains(0));
}

TEST(Profiles, GiveEqualOnesTheSameNumber)
{
    Profiles profiles;
    std::vector<std::uint32_t> first;
    for (auto const& profile : different())
        first.push_back(profiles.intern(profile));
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(profiles.intern(different()[i]), first[i]);
        EXPECT_EQ(profiles[first[i]], different()[i]);
    }
}

TEST(Profiles, StayWhereTheyAreWhenManyMoreCome)
{
    Profiles profiles;
    auto const& first = profiles[profiles.intern(different()[1])];
    for (int i = 0; i < 20'000; ++i) {
        Profile profile;
        profile.labels = {std::to_string(i)};
        profiles.intern(profile);
    }
    EXPECT_EQ(first, different()[1]);
    EXPECT_EQ(&profiles[profiles.intern(different()[1])], &first);
}

}  // namespace
}  // namespace store
