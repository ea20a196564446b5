#include "providers/auth/clock.hpp"

#include <gtest/gtest.h>

namespace providers::auth {
namespace {

// 2026-11-21T18:20:53Z
constexpr model::Time recorded{std::chrono::seconds{1795285253}};

TEST(Clock, ReadsAndWritesTheBasicForm)
{
    EXPECT_EQ(read_basic_time("20261121T182053Z"), recorded);
    EXPECT_EQ(basic_time(recorded + std::chrono::milliseconds{999}), "20261121T182053Z");
}

TEST(Clock, ReadsAndWritesTheDateOfHttp)
{
    EXPECT_EQ(read_http_date("Sat, 21 Nov 2026 18:20:53 GMT"), recorded);
    EXPECT_EQ(http_date(recorded), "Sat, 21 Nov 2026 18:20:53 GMT");
}

TEST(Clock, RefusesWhatIsNoTime)
{
    for (auto const* text : {"", "20261121T182053", "20261321T182053Z", "20261121T252053Z",
                             "2026-11-21T18:20:53Z", "20260230T000000Z", "20261121T182053Zx"}) {
        EXPECT_FALSE(read_basic_time(text)) << text;
    }
    for (auto const* text : {"", "Sat, 21 Nov 2026 18:20:53", "Sat, 21 Foo 2026 18:20:53 GMT",
                             "Sat, 31 Feb 2026 18:20:53 GMT", "Sat, 21 Nov 2026 18:61:53 GMT"}) {
        EXPECT_FALSE(read_http_date(text)) << text;
    }
}

}  // namespace
}  // namespace providers::auth
