#include "store/address/parse.hpp"

#include <gtest/gtest.h>

namespace address {
namespace {

std::string masked(char const* spelling)
{
    return parse(spelling, "US")->masked();
}

TEST(Masked, ShowsTheEndsOfAPhoneNumber)
{
    EXPECT_EQ(masked("+14155550100"), "+1415*****00");
}

TEST(Masked, HidesAShortNumberWhole)
{
    EXPECT_EQ(masked("+29021234"), "*********");
}

TEST(Masked, ShowsTheFirstLetterAndTheDomainOfAMailAddress)
{
    EXPECT_EQ(masked("alice@example.com"), "a***@example.com");
    EXPECT_EQ(masked("+tag@example.com"), "+***@example.com");
    EXPECT_EQ(masked("\"a@b\"@example.com"), "\"***@example.com");
}

TEST(Masked, HidesWhatIsNoDomainBehindTheSign)
{
    auto const shown = [](char const* text) { return model::Address::restored(text).masked(); };
    EXPECT_EQ(shown("x@+14155550142"), "x*************");
    EXPECT_EQ(shown("x@14155550142.example"), "x********************");
    EXPECT_EQ(shown("@alice_example_com"), "@*****************");
    EXPECT_EQ(shown("@alice.example.com"), "@*****************");
    EXPECT_EQ(shown("alice@home"), "a*********");
    EXPECT_EQ(shown("alice@"), "a*****");
    EXPECT_EQ(shown("mailto:a@b@carol@d.example"), "m***@d.example");
}

TEST(Masked, NeverCutsWithinALetter)
{
    EXPECT_EQ(masked("\u00FCzg\u00FCr@example.com"), "\u00FC***@example.com");
}

TEST(Masked, HidesOpaqueIds)
{
    EXPECT_EQ(masked("viber:01234567890A="), "viber************A=");
    EXPECT_EQ(masked("viber:a"), "*******");
}

}  // namespace
}  // namespace address
