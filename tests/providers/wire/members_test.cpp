#include "providers/wire/members.hpp"

#include "tests/providers/kept_back.hpp"

#include <gtest/gtest.h>

namespace {

using recordings::Padded;
using wire::Document;

TEST(Members, FindsWhatStandsAtAWay)
{
    Padded const body{R"({"a":{"b":{"c":12,"d":null,"e":[]}}})"};
    auto const document = Document::read(body.view()).value();

    EXPECT_EQ(wire::text_at(document.root(), {"a", "b", "c"}), "12");
    EXPECT_EQ(wire::text_at(document.root(), {"a", "b", "e"}), "");
    EXPECT_EQ(wire::text_at(document.root(), {"a", "x", "c"}), "");
    EXPECT_TRUE(wire::at(document.root(), {"a", "b", "e"}));
    EXPECT_FALSE(wire::at(document.root(), {"a", "b", "d"}));
}

std::string merged(std::string_view body, std::vector<std::optional<std::string>> const& own)
{
    Padded const bytes{body};
    auto const document = Document::read(bytes.view()).value();
    return wire::with_items(bytes.view(), *document.root().find("list"), own);
}

TEST(Members, PutsItemsAmongOthersInTheirPlaces)
{
    EXPECT_EQ(merged(R"({"list": [1.0, {"b":2}], "n": 1})", {"9", {}, "8", {}, "7"}),
              R"({"list": [9,1.0,8,{"b":2},7], "n": 1})");
    EXPECT_EQ(merged(R"({"list":[]})", {"9", "8"}), R"({"list":[9,8]})");
}

TEST(Members, PutsItemsLastWhereThePlacesAreUnknown)
{
    EXPECT_EQ(merged(R"({"list":[1]})", {"9", {}, {}}), R"({"list":[1,9]})");
    EXPECT_EQ(merged(R"({"list":[1,2]})", {"9", {}}), R"({"list":[1,2,9]})");
}

}  // namespace
