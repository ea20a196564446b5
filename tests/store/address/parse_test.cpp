#include "store/address/parse.hpp"

#include "tests/store/address/spellings.hpp"

#include <gtest/gtest.h>

namespace address {
namespace {

using Form = model::Address::Form;

TEST(Parse, TellsTheFormsApart)
{
    EXPECT_EQ(parse("+1 415 555 0100", "US")->form(), Form::phone);
    EXPECT_EQ(parse("alice@example.com", "US")->form(), Form::mail);
    EXPECT_EQ(parse("viber:01234567890A=", "US")->form(), Form::opaque);
}

TEST(Parse, KeepsOpaqueIdsAsTheyAre)
{
    EXPECT_EQ(read("viber:01234567890A="), "viber:01234567890A=");
    EXPECT_EQ(read("VIBER: 01234567890A="), "viber:01234567890A=");
    EXPECT_EQ(read("viber:14155550100"), "viber:14155550100");
    EXPECT_EQ(read("viber:+abc="), "viber:+abc=");
    EXPECT_EQ(read("whatsapp:US.13491208655302741918"), "whatsapp:US.13491208655302741918");
    EXPECT_EQ(read("viber:a@b"), "viber:a@b");
}

TEST(Parse, TakesNoUnreadableNumberForAnId)
{
    for (auto const* spelling : {"whatsapp:+1415555o142", "whatsapp:1415555o142", "whatsapp:+",
                                 "whatsapp:123", "viber:+1415", "viber:+1 415"}) {
        EXPECT_TRUE(refused(spelling)) << spelling;
    }
}

TEST(Parse, BoundsOpaqueIds)
{
    EXPECT_EQ(read("viber:" + std::string(250, 'x')).size(), 256U);
    EXPECT_TRUE(refused("viber:" + std::string(251, 'x')));
    EXPECT_TRUE(refused("viber:"));
    EXPECT_TRUE(refused("viber:a b"));
    EXPECT_TRUE(refused("viber:a\x01"));
    EXPECT_TRUE(refused("viber:\u00FC"));
}

TEST(Parse, RefusesEmptyAndHugeSpellings)
{
    EXPECT_TRUE(refused(""));
    EXPECT_TRUE(refused(" \t\r\n"));
    EXPECT_EQ(read(std::string(1010, ' ') + "+14155550100  "), "+14155550100");
    EXPECT_TRUE(refused(std::string(1013, ' ') + "+14155550100"));
}

TEST(Parse, ProblemNeverHoldsTheSpelling)
{
    for (auto const* spelling : {"+1415555secret", "secret@@example.com", "viber:secret secret",
                                 "secret", "secret@[192.0.2.1]"}) {
        auto const problem = parse(spelling, "US").error();
        EXPECT_EQ((problem.what + problem.where).find("secret"), std::string::npos) << problem.what;
        EXPECT_FALSE(problem.what.empty());
    }
}

TEST(Parse, LeavesCanonicalAddressesAlone)
{
    for (auto const* canonical :
         {"+14155550100", "+447911123456", "+390669812345", "+5491112345678", "alice@example.com",
          "\"a b\"@example.com", "\"a\\\\\\\"b\"@example.com", "\"a..b\"@example.com",
          "+tag@example.com", "j\u00FCrgen@xn--mnchen-3ya.example",
          "viber:01234567890A=", "whatsapp:US.1349"}) {
        auto const address = parse(canonical, "US");
        ASSERT_TRUE(address) << canonical << ": " << address.error().what;
        EXPECT_EQ(address->text(), canonical);
        EXPECT_EQ(*address, model::Address::restored(canonical));
    }
}

}  // namespace
}  // namespace address
