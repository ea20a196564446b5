#include "store/ledger/chain.hpp"

#include <gtest/gtest.h>

#include <set>

namespace store {
namespace {

std::array<std::uint8_t, 16> const secret{1, 2, 3};
Personal const note{"ada", "at the desk", "c1", "+14155550100", "", "{}", "Stopped."};

TEST(Chain, GivesTheSameForTheSameAndAnotherForAnyDifference)
{
    Chain chain{secret};
    Chain other{std::array<std::uint8_t, 16>{9}};
    Salt const salt{7};
    std::set<Digest> digests{chain.digest_of(salt, note), chain.digest_of(Salt{8}, note),
                             other.digest_of(salt, note)};
    auto moved = note;
    moved.actor = "adaat the desk";
    moved.evidence = "";
    digests.insert(chain.digest_of(salt, moved));

    EXPECT_EQ(digests.size(), 4U);
    EXPECT_EQ(chain.digest_of(salt, note), chain.digest_of(salt, note));
}

TEST(Chain, HashesTheEntryBeforeAndAllThatLasts)
{
    Chain chain{secret};
    Digest const digest{5};
    std::set<Digest> const hashes{chain.hash_of({}, {1, 2, "contact", "staff"}, digest),
                                  chain.hash_of({1}, {1, 2, "contact", "staff"}, digest),
                                  chain.hash_of({}, {2, 2, "contact", "staff"}, digest),
                                  chain.hash_of({}, {1, 3, "contact", "staff"}, digest),
                                  chain.hash_of({}, {1, 2, "contac", "tstaff"}, digest),
                                  chain.hash_of({}, {1, 2, "contact", "staff"}, Digest{6})};

    EXPECT_EQ(hashes.size(), 6U);
}

TEST(Chain, SaltsAreNeverTheSame)
{
    Salts salts;
    std::set<Salt> drawn;
    for (int i = 0; i < 200; ++i)
        drawn.insert(salts.next());

    EXPECT_EQ(drawn.size(), 200U);
}

TEST(Chain, ReadsAHeadAsItWasPrinted)
{
    Head head{1042, {}};
    head.hash[0] = 0x0f;
    head.hash[31] = 0xff;

    EXPECT_EQ(to_string(head).substr(0, 7), "1042:0f");
    EXPECT_EQ(read_head(to_string(head)), head);
    for (auto const* text : {"", "1042", "1042:", ":0f", "x:0f", "-1:0f", "1042:0f"}) {
        EXPECT_FALSE(read_head(text)) << text;
    }
    EXPECT_FALSE(read_head(to_string(head) + "00"));
    EXPECT_FALSE(read_head(to_string(head).substr(0, 68) + "g"));
}

}  // namespace
}  // namespace store
