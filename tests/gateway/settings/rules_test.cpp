// Content rules come from config/rules/, built in, and from files of one's own.
#include "gateway/settings/load.hpp"
#include "tests/gateway/settings/scratch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gateway::settings {
namespace {

using testing::HasSubstr;

std::string with(std::string const& file)
{
    return "[classification]\nrules = [\"" + file + "\"]\n";
}

std::string found(Settings const& settings, std::string_view body)
{
    auto const* rule = settings.content_rules.find({model::Channel::sms, "", body});
    return rule ? rule->name + " " + rule->category : "";
}

TEST(RuleFiles, ShippedOnesAreBuiltIn)
{
    auto const settings = embedded_settings();

    EXPECT_EQ(found(settings, "(광고) 주말 세일"), "ad_mark_ko marketing");
}

TEST(RuleFiles, ShippedOnesCanBeLeftOut)
{
    auto const settings = parse_settings("[classification]\nshipped_rules = false\n", "my.toml");

    ASSERT_TRUE(settings);
    EXPECT_EQ(found(*settings, "(광고) 주말 세일"), "");
}

TEST(RuleFiles, OnesOfYourOwnNameYourCategories)
{
    Scratch scratch;
    auto const file = scratch.file("rules.toml",
                                   "[[rule]]\nname = \"points\"\ncategory = \"loyalty\"\n"
                                   "pattern = 'points'\n");
    auto const settings =
        parse_settings("[categories.loyalty]\nkind = \"promotional\"\n" + with(file), "my.toml");

    ASSERT_TRUE(settings) << settings.error().what;
    EXPECT_EQ(found(*settings, "You have 40 points"), "points loyalty");
}

/// What is said of a file of one rule.
std::string said_of(std::string const& text)
{
    Scratch scratch;
    auto const file = scratch.file("rules.toml", text);
    auto const settings = parse_settings(with(file), "my.toml");
    return settings ? "" : settings.error().where + ": " + settings.error().what;
}

TEST(RuleFiles, ABadPatternIsNamedWithItsFileAndLine)
{
    auto const said =
        said_of("\n[[rule]]\nname = \"mine\"\ncategory = \"marketing\"\npattern = '(sale'\n");

    EXPECT_THAT(said, HasSubstr("my.toml:2:"));
    EXPECT_THAT(said, HasSubstr("rules.toml:5:"));
    EXPECT_THAT(said, HasSubstr("missing )"));
}

TEST(RuleFiles, WhatIsMissingOrUnknownIsNamedWithItsLine)
{
    EXPECT_THAT(said_of("[[rule]]\nname = \"mine\"\ncategory = \"nothing\"\npattern = 'x'\n"),
                HasSubstr("rules.toml:3:"));
    EXPECT_THAT(said_of("[[rule]]\nname = \"mine\"\ncategory = \"marketing\"\n"),
                HasSubstr("pattern"));
    EXPECT_THAT(said_of("[[rule]]\nname = \"My rule\"\ncategory = \"marketing\"\npattern = 'x'\n"),
                HasSubstr("rules.toml:2:"));
    EXPECT_THAT(said_of("[[rules]]\nname = \"mine\"\n"), HasSubstr("rules.toml:1:"));
}

TEST(RuleFiles, AFileThatIsNotThereIsNamed)
{
    auto const settings = parse_settings(with("/nowhere/rules.toml"), "my.toml");

    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().what, HasSubstr("/nowhere/rules.toml: can't be read"));
}

}  // namespace
}  // namespace gateway::settings
