#include "store/address/phone.hpp"

#include "tests/store/address/spellings.hpp"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <random>
#include <set>

namespace address {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

TEST(Phone, ReadsEverySpellingOfOneNumberAsThatNumber)
{
    for (auto const* spelling : {
             "+14155550100",
             "+1 415 555 0100",
             "+1 (415) 555-0100",
             "+1.415.555.0100",
             "+1-415-555-0100",
             "+1/415/555/0100",
             "(+1) 415 555 0100",
             "  +14155550100\r\n",
             "++14155550100",
             "+0014155550100",
             "0014155550100",
             "00 1 415 555 0100",
             "01114155550100",
             "14155550100",
             "4155550100",
             "(415) 555-0100",
             " 14155550100",
             "tel:+14155550100",
             "TEL:+1-415-555-0100",
             "tel:+1(415)555.0100;isub=7",
             "tel:5550100;phone-context=+1415",
             "tel:4155550100",
             "sms:+14155550100",
             "sms:+14155550100?body=hello",
             "smsto:+14155550100",
             "rcs:+14155550100",
             "whatsapp:+14155550100",
             "whatsapp:14155550100",
             "WhatsApp: +1 415 555 0100",
             "viber:+14155550100",
             "\uFF0B\uFF11\uFF14\uFF11\uFF15\uFF15\uFF15\uFF15\uFF10\uFF11\uFF10\uFF10",
             "+\u0661\u0664\u0661\u0665\u0665\u0665\u0665\u0660\u0661\u0660\u0660",
             "+\u06F1\u06F4\u06F1\u06F5\u06F5\u06F5\u06F5\u06F0\u06F1\u06F0\u06F0",
             "+1\u00A0415\u2009555\u30000100",
             "+1\u2010415\u2011555\u20130100",
             "+1\u2212415\uFF0D555\u30FC0100",
             "+1\uFF08415\uFF09555\uFF0E0100",
             "\u202A+14155550100\u202C",
             "+1415\u200B555\u00AD0100",
             "\uFEFF+14155550100",
         }) {
        EXPECT_EQ(read(spelling), "+14155550100") << spelling;
    }
}

TEST(Phone, DropsExtensionsSoThatAStoppedNumberIsNotReachedThroughThem)
{
    for (auto const* spelling :
         {"tel:+14155550100;ext=12", "+14155550100;ext=12", "+1 415 555 0100 x12",
          "+1 415 555 0100 ext. 12", "+1 415 555 0100 Ext 12", "(415) 555-0100 extension: 12",
          "415-555-0100 #12"}) {
        EXPECT_EQ(read(spelling), "+14155550100") << spelling;
    }
}

TEST(Phone, TakesNationalPrefixesAway)
{
    EXPECT_EQ(read("+4407911123456"), "+447911123456");
    EXPECT_EQ(read("+44 (0)7911 123456"), "+447911123456");
    EXPECT_EQ(read("07911 123456", "GB"), "+447911123456");
    EXPECT_EQ(read("+490030123456"), "+4930123456");
    EXPECT_EQ(read("8 (916) 123-45-67", "RU"), "+79161234567");
    EXPECT_EQ(read("+11 415 555 0100"), "+14155550100");
}

TEST(Phone, KeepsItalysLeadingZero)
{
    EXPECT_EQ(read("+390669812345"), "+390669812345");
    EXPECT_EQ(read("06 698 12345", "IT"), "+390669812345");
}

TEST(Phone, ReadsOldMobileMarksOfMexicoAndArgentina)
{
    EXPECT_EQ(read("+521 55 1234 5678"), "+525512345678");
    EXPECT_EQ(read("+54 11 15 1234 5678"), "+5491112345678");
    EXPECT_EQ(read("+5491112345678"), "+5491112345678");
}

TEST(Phone, ReadsABareNumberInTheDefaultRegionFirst)
{
    EXPECT_EQ(read("6591234567", "US"), "+16591234567");
    EXPECT_EQ(read("91234567", "SG"), "+6591234567");
    EXPECT_EQ(read("5551234567", "US"), "+15551234567");
}

TEST(Phone, ReadsABareNumberThatIsNoneOfTheRegionWithItsCallingCode)
{
    EXPECT_EQ(read("447911123456", "US"), "+447911123456");
    EXPECT_EQ(read("447911123456", "IN"), "+447911123456");
    EXPECT_EQ(read("447911123456", "GB"), "+447911123456");
}

TEST(Phone, ReadsALeadingSpaceAsAPlusThatAFormLost)
{
    EXPECT_EQ(read(" 447911123456"), "+447911123456");
    EXPECT_EQ(read(" 6591234567"), "+6591234567");
    EXPECT_EQ(read(" 6505551234"), "+16505551234");
    EXPECT_EQ(read(" (415) 555-0100"), "+14155550100");
}

TEST(Phone, ReadsASpreadsheetsFractionAsTheNumberBeforeThePoint)
{
    for (auto const* spelling : {"4155550965.0", "4155550965.00", "14155550965.0", " 4155550965.0 ",
                                 "whatsapp:14155550965.0"}) {
        EXPECT_EQ(read(spelling), "+14155550965") << spelling;
    }
    EXPECT_EQ(read("41446681800.0"), "+41446681800");
    EXPECT_EQ(read("3012345678.0", "DE"), "+493012345678");
}

TEST(Phone, NeverMakesAStrangersNumberOfADigitThatStandsAlone)
{
    for (auto const* spelling : {"4155550965-0", "4155550965 0", "4155550965.5", "(415) 555-0965.0",
                                 "4155550965/1", " 4155550965-0"}) {
        EXPECT_TRUE(refused(spelling)) << spelling;
    }
    EXPECT_EQ(read("030 123456-0", "DE"), "+49301234560") << "a switchboard";
    EXPECT_EQ(read("+49 30 123456-0"), "+49301234560");
    EXPECT_EQ(read("0041 44 668 18 0 0"), "+41446681800");
    EXPECT_EQ(read("1 415 555 010 0"), "+14155550100");
}

TEST(Phone, ReadsFictionalNumbers)
{
    for (auto const* number : {"+15005550006", "+12025550123", "+447700900123", "+15551234567"}) {
        EXPECT_EQ(read(number), number);
    }
}

TEST(Phone, RefusesWhatIsNoNumber)
{
    for (auto const* spelling : {"+",
                                 "tel:",
                                 "ABC",
                                 "+1415555010a",
                                 "1-800-FLOWERS",
                                 "rcs:agent",
                                 "5550100",
                                 "+15550100",
                                 "12345",
                                 "+999123456789",
                                 "+0",
                                 "14155550100,14155550101",
                                 "+1415+5550100",
                                 "*14155550100",
                                 "+141555501001234567890",
                                 "+14155550100 x",
                                 "tel:5550100;phone-context=example.com",
                                 "+14155550100;14155550101",
                                 "14155550100; 14155550101;",
                                 "12345678901234567890123456789012345"}) {
        EXPECT_TRUE(refused(spelling)) << spelling;
    }
}

TEST(Phone, RefusesANumberOfAnUnknownRegion)
{
    EXPECT_TRUE(refused("5550100", "XX"));
    EXPECT_EQ(read("+14155550100", "XX"), "+14155550100");
}

/// What the closer look, by the library alone, makes of a number.
std::string closely(std::string const& number)
{
    auto const address = read_phone(number, "ZZ");
    return address ? address->text() : "refused";
}

TEST(Phone, GlanceAgreesWithTheLibraryOnRandomNumbersOfEveryCallingCode)
{
    std::set<int> codes;
    PhoneNumberUtil::GetInstance()->GetSupportedCallingCodes(&codes);
    std::mt19937 random{20261121};
    int canonical = 0;
    for (int const code : codes) {
        for (int i = 0; i < 120; ++i) {
            auto number = "+" + std::to_string(code);
            for (auto left = 3 + random() % 11; left > 0; --left) {
                number += static_cast<char>('0' + random() % 10);
            }
            if (!is_canonical_phone(number)) continue;
            ++canonical;
            ASSERT_EQ(closely(number), number);
        }
    }
    EXPECT_GT(canonical, 3000);
}

// Also where no exchange is: lists hold such numbers, and the library takes 50 µs for each.
TEST(Phone, GlanceTakesEveryNorthAmericanNumberAsTheLibraryDoes)
{
    for (int office = 200'000; office < 1'000'000; office += 499) {
        auto const number = "+1" + std::to_string(office) + "0100";
        ASSERT_TRUE(is_canonical_phone(number)) << number;
        ASSERT_EQ(closely(number), number);
    }
}

TEST(Phone, GlanceAgreesWithTheLibraryOnEveryRegionsExamples)
{
    auto const& library = *PhoneNumberUtil::GetInstance();
    std::set<std::string> regions;
    library.GetSupportedRegions(&regions);
    int canonical = 0;
    for (auto const& region : regions) {
        for (int type = PhoneNumberUtil::FIXED_LINE; type <= PhoneNumberUtil::VOICEMAIL; ++type) {
            PhoneNumber example;
            auto const as = static_cast<PhoneNumberUtil::PhoneNumberType>(type);
            if (!library.GetExampleNumberForType(region, as, &example)) continue;
            // Some examples can be dialled within their region only.
            if (library.IsPossibleNumberWithReason(example) != PhoneNumberUtil::IS_POSSIBLE)
                continue;
            std::string number;
            library.Format(example, PhoneNumberUtil::E164, &number);
            EXPECT_EQ(read(number), number) << region;
            if (!is_canonical_phone(number)) continue;
            ++canonical;
            EXPECT_EQ(closely(number), number) << region;
        }
    }
    EXPECT_GT(canonical, 700);
}

TEST(Phone, GlanceTakesMostMobileNumbers)
{
    for (auto const* number : {"+14155550100", "+447911123456", "+4915112345678", "+33612345678",
                               "+393123456789", "+61412345678", "+819012345678", "+919812345678",
                               "+48512345678", "+6591234567", "+525512345678"}) {
        EXPECT_TRUE(is_canonical_phone(number)) << number;
    }
}

TEST(Phone, GlanceLeavesOtherSpellingsToTheCloserLook)
{
    for (auto const* number : {"", "+", "+1", "+1415555010", "+141555501000", "+11155550100",
                               "+10155550100", "+4407911123456", "+390669812345", "14155550100",
                               "+1415555010a", "+1415555 0100", "+5491112345678", "+99912345678"}) {
        EXPECT_FALSE(is_canonical_phone(number)) << number;
    }
}

}  // namespace
}  // namespace address
