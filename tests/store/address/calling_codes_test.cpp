#include "store/address/calling_codes.hpp"

#include <gtest/gtest.h>

namespace address {
namespace {

constexpr std::uint16_t bits(std::initializer_list<unsigned> digits)
{
    unsigned sum = 0;
    for (auto const digit : digits)
        sum |= 1U << digit;
    return static_cast<std::uint16_t>(sum);
}

TEST(CallingCodes, ReadsTheFirstDigitsOfPlainNationalPrefixes)
{
    EXPECT_EQ(first_digits("0"), bits({0}));
    EXPECT_EQ(first_digits("06"), bits({0}));
    EXPECT_EQ(first_digits("0|80?"), bits({0, 8}));
    EXPECT_EQ(first_digits("0|(183[12])"), bits({0, 1}));
    EXPECT_EQ(first_digits("0(?:[12]|4[45])|1"), bits({0, 1}));
    EXPECT_EQ(first_digits("(19(?:0[0-2468]|1[09]))"), bits({1}));
    EXPECT_EQ(first_digits("(?:1|2)"), bits({1, 2}));
}

TEST(CallingCodes, DoesNotGuessAtPatternsThatAreLessPlain)
{
    for (auto const* pattern : {"", "0?", "0*1", "0{0,1}1", "[08]", "\\d", "(0)?1", "0|", "|0",
                                "(0", "0?(?:(11)15)?", "(?:0|90)?", "(?=0)"}) {
        EXPECT_EQ(first_digits(pattern), std::nullopt) << pattern;
    }
}

TEST(CallingCodes, KnowsTheMainRegionOfSharedCodes)
{
    auto const& codes = calling_codes();
    EXPECT_EQ(codes[447].digits, 2);
    EXPECT_EQ(codes[447].lengths, 1U << 7 | 1U << 9 | 1U << 10);
    EXPECT_EQ(codes[447].doubtful, bits({0}));
    EXPECT_EQ(codes[141].digits, 1);
    EXPECT_EQ(codes[353].digits, 3);
}

TEST(CallingCodes, LeavesRewritingPlansToTheLibrary)
{
    auto const& codes = calling_codes();
    for (auto const argentina_brazil : {541, 551}) {
        EXPECT_EQ(codes[static_cast<std::size_t>(argentina_brazil)].digits, 0);
    }
}

TEST(CallingCodes, KnowsNoCodeThatIsNotGivenOut)
{
    EXPECT_EQ(calling_codes()[0].digits, 0);
    EXPECT_EQ(calling_codes()[999].digits, 0);
}

}  // namespace
}  // namespace address
