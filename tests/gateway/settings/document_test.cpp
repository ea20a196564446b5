#include "gateway/settings/document.hpp"

#include <gtest/gtest.h>

namespace gateway::settings {
namespace {

TEST(Document, KeepsTheOrderOfTheFile)
{
    auto const entries = read_document("[z]\n[a]\n[m]\n", "f").value();
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].key, "z");
    EXPECT_EQ(entries[1].key, "a");
    EXPECT_EQ(entries[2].key, "m");
}

TEST(Document, KnowsThePlaceOfEachKeyAndValue)
{
    auto const entries = read_document("[t]\n  key = \"text\"\n", "f").value();
    auto const& table = std::get<Entries>(entries.at(0).value.is);
    EXPECT_EQ(table.at(0).place, (Place{2, 3}));
    EXPECT_EQ(table.at(0).value.place, (Place{2, 9}));
}

TEST(Document, TellsTheTypesApart)
{
    auto const e =
        read_document("a=1\nb=true\nc='x'\nd=[1]\ne={}\nf=1.5\ng=2026-11-21\n", "f").value();
    EXPECT_EQ(std::get<std::int64_t>(e.at(0).value.is), 1);
    EXPECT_EQ(std::get<bool>(e.at(1).value.is), true);
    EXPECT_EQ(std::get<std::string>(e.at(2).value.is), "x");
    EXPECT_EQ(std::get<Values>(e.at(3).value.is).size(), 1U);
    EXPECT_TRUE(std::get<Entries>(e.at(4).value.is).empty());
    EXPECT_TRUE(std::holds_alternative<Untaken>(e.at(5).value.is));
    EXPECT_TRUE(std::holds_alternative<Untaken>(e.at(6).value.is));
}

TEST(Document, WhatIsNotTomlIsAProblemWithItsPlace)
{
    for (auto const* text : {"a = 1\nb\n", "a = 1\na = 2\n", "a = 1\n[a]\n", "a = 1\n\"b = 2\n",
                             "a = 1\nb = \"\xff\"\n"}) {
        auto const entries = read_document(text, "my.toml");
        ASSERT_FALSE(entries) << text;
        EXPECT_TRUE(entries.error().where.starts_with("my.toml:2:")) << entries.error().where;
        EXPECT_FALSE(entries.error().what.empty());
    }
}

TEST(Document, AnEmptyTextHasNoEntries)
{
    EXPECT_TRUE(read_document("", "f").value().empty());
    EXPECT_TRUE(read_document("# nothing\n", "f").value().empty());
}

}  // namespace
}  // namespace gateway::settings
