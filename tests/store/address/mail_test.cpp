#include "store/address/mail.hpp"

#include "tests/store/address/spellings.hpp"

#include <gtest/gtest.h>

namespace address {
namespace {

TEST(Mail, ReadsEverySpellingOfOneMailboxAsThatMailbox)
{
    for (auto const* spelling : {
             "alice@example.com",
             "Alice@Example.COM",
             "ALICE@EXAMPLE.COM",
             "alice@example.com.",
             "  alice@example.com\r\n",
             "<alice@example.com>",
             "Alice <alice@example.com>",
             "\"Liddell, Alice\" <alice@example.com>",
             "\"bob@example.com\" <alice@example.com>",
             "alice@example.com <alice@example.com>",
             "=?utf-8?q?Alic=C3=A9?= <alice@example.com>",
             "=?utf-8?q?bob=40example.com?= <alice@example.com>",
             "=?UTF-8?B?QWxpY2U=?= <Alice@example.com>",
             "alice(the first)@example.com",
             "alice@(a comment (nested))example.com",
             "alice@example.com (Alice)",
             "(bob@example.com) alice@example.com",
             "alice @ example.com",
             "\"alice\"@example.com",
             "\"al\\ice\"@example.com",
             "\"ALICE\"@example.com",
             "friends: Alice <alice@example.com>;",
             "mailto:alice@example.com",
             "mailto:alice@example.com?subject=hello",
             "alice@\uFF45\uFF58\uFF41\uFF4D\uFF50\uFF4C\uFF45.com",
             "alice@example\u3002com",
             "<alice@example.com>,",
         }) {
        EXPECT_EQ(read(spelling), "alice@example.com") << spelling;
    }
}

TEST(Mail, ReadsInternationalDomainsInEitherSpelling)
{
    for (auto const* spelling :
         {"a@m\u00FCnchen.example", "a@M\u00DCNCHEN.example", "a@mu\u0308nchen.example",
          "a@xn--mnchen-3ya.example", "a@XN--MNCHEN-3YA.EXAMPLE", "A <a@m\u00FCnchen.example>"}) {
        EXPECT_EQ(read(spelling), "a@xn--mnchen-3ya.example") << spelling;
    }
}

TEST(Mail, LeavesALabelsAsTheyAreInEverySpelling)
{
    for (auto const* domain : {"xn--ls8h.la", "xn--_", "xn--mnchen-3ya.example"}) {
        auto const canonical = std::string{"a@"} + domain;
        EXPECT_EQ(read(canonical), canonical);
        EXPECT_EQ(read("A <" + canonical + ">"), canonical);
        EXPECT_EQ(read("\"a\"@" + std::string{domain} + "."), canonical);
    }
}

TEST(Mail, FoldsLocalPartsBeyondAscii)
{
    for (auto const* spelling :
         {"j\u00FCrgen@example.com", "J\u00DCRGEN@example.com", "ju\u0308rgen@example.com",
          "\"j\u00FCrgen\"@example.com", "J <J\u00DCRGEN@example.com>"}) {
        EXPECT_EQ(read(spelling), "j\u00FCrgen@example.com") << spelling;
    }
}

TEST(Mail, KeepsQuotesOnlyWhereNoDotAtomSaysTheSame)
{
    EXPECT_EQ(read("\"a b\"@example.com"), "\"a b\"@example.com");
    EXPECT_EQ(read("\"a\\\"b\"@example.com"), "\"a\\\"b\"@example.com");
    EXPECT_EQ(read("\"a@b\"@example.com"), "\"a@b\"@example.com");
    EXPECT_EQ(read("\"a\".b.\"c\"@example.com"), "a.b.c@example.com");
    EXPECT_EQ(read("\"a..b\"@example.com"), "\"a..b\"@example.com");
    EXPECT_EQ(read("a..b@example.com"), "\"a..b\"@example.com");
    EXPECT_EQ(read("a.@example.com"), "\"a.\"@example.com");
}

TEST(Mail, TellsTagsAndDotsApart)
{
    EXPECT_EQ(read("Alice+News@example.com"), "alice+news@example.com");
    EXPECT_EQ(read("+news@example.com"), "+news@example.com");
    EXPECT_EQ(parse("+news@example.com", "US")->form(), model::Address::Form::mail);
}

TEST(Mail, RefusesMoreThanOneRecipient)
{
    for (auto const* spelling :
         {"alice@example.com, bob@example.com", "alice@example.com; bob@example.com",
          "alice@example.com;bob@example.com", "alice@example.com bob@example.com",
          "<alice@example.com> bob@example.com", "bob@example.com; <alice@example.com>",
          "alice@example.com@example.net", "a@example.com <b@example.com> <c@example.com>",
          "friends: alice@example.com, bob@example.com;", "friends: alice@example.com; bob@x.com",
          "<@relay.example:alice@example.com>"}) {
        EXPECT_TRUE(refused(spelling)) << spelling;
    }
}

TEST(Mail, RefusesWhatIsNoMailAddress)
{
    for (auto const* spelling :
         {"@", "@example.com", "alice@", "alice@.com", "alice@example..com", "alice@-example.com",
          "alice@example-.com", "alice@[192.0.2.1]", "\"alice@example.com", "\"\"@example.com",
          "<>", "friends:;", "alice@exam ple.com", "alice@example.com\nBcc: bob@example.com",
          "al\x01ice@example.com", "\"al\tice\"@example.com", "alice\xFF@example.com",
          "alice@exa$mple.com"}) {
        EXPECT_TRUE(refused(spelling)) << spelling;
    }
    EXPECT_TRUE(refused(std::string_view{"alice\0@example.com", 18}));
}

TEST(Mail, HoldsToTheLengthsOfSmtp)
{
    std::string const local(64, 'a');
    std::string const label(63, 'b');
    auto const longest = local + "@" + label + "." + label + "." + std::string(61, 'c');
    ASSERT_EQ(longest.size(), 254U);
    EXPECT_EQ(read(longest), longest);
    EXPECT_TRUE(refused(longest + "c"));
    EXPECT_TRUE(refused(local + "a@example.com"));
    EXPECT_TRUE(refused("a@" + label + "b.com"));
}

TEST(Mail, GlanceAgreesWithTheCloserLook)
{
    for (auto const* spelling : {"alice@example.com", "Alice.B@Example.COM", "a@localhost",
                                 "o'hara+x@sub.example-host.co.uk", "1!#$%&*/=?^_`{|}~-@x.y"}) {
        auto const plain = read_plain_mail(spelling);
        ASSERT_TRUE(plain) << spelling;
        EXPECT_EQ(*plain, read_mail(spelling)->text());
    }
}

TEST(Mail, GlanceLeavesOtherSpellingsToTheCloserLook)
{
    for (auto const* spelling :
         {"",      "@",     "a@",       "@b",       "a..b@c", ".a@b",   "a.@b",
          "a@b.",  "a@.b",  "a@b..c",   "a@-b",     "a@b-",   "a@b-.c", "\"a\"@b",
          "a b@c", "a@b@c", "\u00FC@b", "a@\u00FC", "a@b_c",  "<a@b>"}) {
        EXPECT_FALSE(read_plain_mail(spelling)) << spelling;
    }
}

}  // namespace
}  // namespace address
