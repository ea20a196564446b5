#include "store/address/sender.hpp"

#include <gtest/gtest.h>

namespace address {
namespace {

TEST(Sender, IsANumberHoweverItIsSpelt)
{
    for (auto const* spelling :
         {"+14155550000", "+1 (415) 555-0000", "(415) 555-0000", "14155550000", "tel:+14155550000"})
        EXPECT_EQ(read_sender(spelling, "US"), "+14155550000") << spelling;
}

TEST(Sender, IsElseWhatItIs)
{
    EXPECT_EQ(read_sender(" ACME ", "US"), "ACME");
    EXPECT_EQ(read_sender("72345", "US"), "72345");
    EXPECT_EQ(read_sender("MG00000000000000000000000000000001", "US"),
              "MG00000000000000000000000000000001");
    EXPECT_EQ(read_sender("", "US"), "");
}

}  // namespace
}  // namespace address
