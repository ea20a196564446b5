#include "filters/classify/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace filters {
namespace {

using testing::HasSubstr;

ContentRule rule(std::string name, std::string category, model::Kind kind, std::string pattern)
{
    return {std::move(name), "", std::move(category), kind, std::move(pattern), "", "my.toml:7:11"};
}

ContentRules compiled(std::vector<ContentRule> rules)
{
    auto made = ContentRules::compile(std::move(rules));
    EXPECT_TRUE(made) << made.error().what;
    return made ? *made : ContentRules{};
}

std::string found(ContentRules const& rules, std::string_view body, std::string_view subject = "")
{
    auto const* rule = rules.find({model::Channel::sms, subject, body});
    return rule ? rule->name : "";
}

TEST(ContentRules, NoneFindsNothing)
{
    EXPECT_EQ(found({}, "50% off"), "");
    EXPECT_EQ(found(compiled({}), "50% off"), "");
}

TEST(ContentRules, FindWithoutRegardToCaseInSubjectAndBody)
{
    auto const rules =
        compiled({rule("sale", "marketing", model::Kind::promotional, "распродажа|^sale\\n")});

    EXPECT_EQ(found(rules, "РАСПРОДАЖА!"), "sale");
    EXPECT_EQ(found(rules, "see within", "Sale"), "sale");
    EXPECT_EQ(found(rules, "for sale\nhere"), "");
}

TEST(ContentRules, CodesAndBillsSpeakBeforeAdvertisingAndThatBeforeTheRest)
{
    auto const rules =
        compiled({rule("shipped", "order", model::Kind::transactional, "shipped"),
                  rule("off", "marketing", model::Kind::promotional, "% off"),
                  rule("paid", "billing", model::Kind::transactional, "paid"),
                  rule("code", "one_time_code", model::Kind::transactional, "code")});

    EXPECT_EQ(found(rules, "shipped"), "shipped");
    EXPECT_EQ(found(rules, "shipped, now 10% off"), "off");
    EXPECT_EQ(found(rules, "paid, now 10% off"), "paid");
    EXPECT_EQ(found(rules, "10% off, paid, code 1234"), "code");
}

TEST(ContentRules, APatternThatIsNoneIsRefusedAtItsPlace)
{
    auto const made =
        ContentRules::compile({rule("broken", "marketing", model::Kind::promotional, "(sale")});

    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().where, "my.toml:7:11");
    EXPECT_THAT(made.error().what, HasSubstr("broken"));
    EXPECT_THAT(made.error().what, HasSubstr("missing )"));
}

TEST(ContentRules, BytesThatAreNoUtf8AreReadOver)
{
    auto const rules = compiled({rule("sale", "marketing", model::Kind::promotional, "sale")});

    EXPECT_EQ(found(rules, "\xff\xfe sale \xc3"), "sale");
}

TEST(ContentRules, OfALongTextTheBeginningIsRead)
{
    auto const rules = compiled({rule("sale", "marketing", model::Kind::promotional, "sale")});

    EXPECT_EQ(found(rules, std::string(longest_read - 4, ' ') + "sale"), "sale");
    EXPECT_EQ(found(rules, std::string(longest_read, ' ') + "sale"), "");
}

}  // namespace
}  // namespace filters
