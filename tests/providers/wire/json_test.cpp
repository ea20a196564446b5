#include "providers/wire/json.hpp"

#include "tests/providers/recording.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace {

using recordings::Padded;
using wire::Document;
using wire::Type;
using wire::Value;

bool reads(std::string_view body)
{
    Padded const padded{body};
    return Document::read(padded.view()).has_value();
}

/// The array `body` without the items whose positions stand in `out`.
std::string without(std::string_view body, std::vector<std::size_t> const& out)
{
    Padded const padded{body};
    auto const document = Document::read(padded.view());
    providers::Cuts cuts;
    wire::keep_items(
        document->root(),
        [&](std::size_t i, Value) { return std::find(out.begin(), out.end(), i) == out.end(); },
        cuts);
    return providers::applied(cuts, padded.view());
}

TEST(Json, KnowsWhereEachValueStands)
{
    std::string_view const text = R"( {"a" : [ 1, "x\u0041" , {} ] ,"b":null} )";
    Padded const body{text};
    auto const document = Document::read(body.view());
    ASSERT_TRUE(document);
    auto const slice = [&](Value value) {
        return text.substr(value->begin, value->end - value->begin);
    };

    EXPECT_EQ(slice(document->root()), R"({"a" : [ 1, "x\u0041" , {} ] ,"b":null})");
    auto const a = document->root().find("a");
    ASSERT_TRUE(a);
    EXPECT_EQ(slice(*a), R"([ 1, "x\u0041" , {} ])");
    EXPECT_EQ(text.substr((*a)->item_begin, 3), R"("a")");
    std::vector<std::string_view> items;
    for (Value const item : *a)
        items.push_back(slice(item));
    EXPECT_EQ(items, (std::vector<std::string_view>{"1", R"("x\u0041")", "{}"}));
    EXPECT_EQ((*std::next(a->begin()))->text, "xA");
    EXPECT_TRUE(document->root().find("b")->is(Type::null));
    EXPECT_FALSE(document->root().find("c"));
}

TEST(Json, RefusesAKeyThatStandsTwice)
{
    EXPECT_FALSE(reads(R"({"to":1,"to":2})"));
    EXPECT_FALSE(reads(R"({"to":1,"t\u006f":2})"));
    EXPECT_FALSE(reads(R"({"a":[{"b":{"to":1,"x":0,"to":2}}]})"));
    EXPECT_FALSE(reads(R"({"":1,"":2})"));
    EXPECT_TRUE(reads(R"([{"to":1},{"to":2}])"));
    EXPECT_TRUE(reads(R"({"to":{"to":1}})"));
}

TEST(Json, FindsARepeatedKeyAmongMany)
{
    std::string body = "{";
    for (int i = 0; i < 20'000; ++i)
        body += "\"key" + std::to_string(i) + "\":0,";

    EXPECT_TRUE(reads(body + "\"last\":0}"));
    EXPECT_FALSE(reads(body + "\"key7\":0}"));
}

TEST(Json, RefusesWhatFollowsTheDocument)
{
    for (auto const* body : {"{}{}", "{} {}", "{},", "{}]", "[]]", "[]1", "{}x", "[] \"a\""}) {
        EXPECT_FALSE(reads(body)) << body;
    }
    EXPECT_FALSE(reads(std::string_view{"{}\0", 3}));
    EXPECT_TRUE(reads("{} \r\n\t "));
}

TEST(Json, RefusesWhatIsNoValue)
{
    for (auto const* body : {"",
                             " ",
                             "1",
                             "\"a\"",
                             "null",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{a:1}",
                             "{1:1}",
                             "[nul]",
                             "[nulll]",
                             "[True]",
                             "[truefalse]",
                             "[01]",
                             "[1.]",
                             "[.1]",
                             "[+1]",
                             "[-]",
                             "[1e]",
                             "[1e+]",
                             "[0x1]",
                             "[NaN]",
                             "[Infinity]",
                             "['a']",
                             "[\"a]",
                             "[\"\\x\"]",
                             "[\"\\u12\"]",
                             "[\"\\ud800\"]",
                             "[\"\\udc00\\ud800\"]",
                             "[\"\n\"]",
                             "[\"\xff\"]",
                             "[\"\xc0\x80\"]",
                             "[\"\xed\xa0\x80\"]",
                             "[1}",
                             "{]",
                             "[/**/1]",
                             "\xEF\xBB\xBF{}",
                             "{\"\\ud800\":1}",
                             "[\"a\"\"b\"]",
                             "[\"a\"b]",
                             "{\"a\":1 \"b\":2}",
                             "{\"a\" 1}",
                             "{\"a\"::1}"}) {
        EXPECT_FALSE(reads(body)) << body;
    }
}

/// simdjson steps over a value not taken from it, and takes a string before a colon for a key on the way.
TEST(Json, RefusesAColonBehindAValue)
{
    for (auto const* body :
         {R"({"a":"b":[1]})", R"({"a":"b":{"c":1}})", R"({"a":1:[2]})", R"({"a":null:1})",
          R"(["a":1])", R"([1:2])", R"([[1]:2])", R"({"a":{}:1})", R"({"a":"\n":[{"b":1}})"}) {
        EXPECT_FALSE(reads(body)) << body;
    }
}

TEST(Json, IsNotClosedByWhatLiesBehindIt)
{
    for (auto const* body : {R"({"a":[[{"b":1})", R"({"a":[[[{"b":1})", R"([{"a":[1])",
                             R"([{"a":{"b":[]})", R"({"a":{"b":{})"}) {
        for (char const filling : {']', '}', ',', '"', ':', '{', '[', ' '}) {
            Padded const padded{body, filling};
            EXPECT_FALSE(Document::read(padded.view())) << body << filling;
        }
    }
}

TEST(Json, TakesNumbersOfAnySizeAsTheyAreSpelt)
{
    for (std::string const number :
         {"0", "-0", "19.90", "1.99E1", "1e400", "123456789012345678901234567890", "-1E-0009"}) {
        Padded const body{"[" + number + "]"};
        auto const document = Document::read(body.view());
        ASSERT_TRUE(document) << number;
        EXPECT_EQ((*document->root().begin())->text, number);
    }
}

TEST(Json, GoesSixtyFourLevelsDeep)
{
    EXPECT_TRUE(reads(std::string(64, '[') + std::string(64, ']')));
    EXPECT_FALSE(reads(std::string(65, '[') + std::string(65, ']')));
    EXPECT_FALSE(reads(std::string(100'000, '[')));
}

TEST(Json, LeavesOutItemsWithOneCommaEach)
{
    std::string_view const list = R"([ "a" , "b","c" ,"d" ])";

    EXPECT_EQ(without(list, {}), list);
    EXPECT_EQ(without(list, {0}), R"([ "b","c" ,"d" ])");
    EXPECT_EQ(without(list, {1}), R"([ "a","c" ,"d" ])");
    EXPECT_EQ(without(list, {3}), R"([ "a" , "b","c" ])");
    EXPECT_EQ(without(list, {1, 2}), R"([ "a" ,"d" ])");
    EXPECT_EQ(without(list, {0, 1}), R"([ "c" ,"d" ])");
    EXPECT_EQ(without(list, {2, 3}), R"([ "a" , "b" ])");
    EXPECT_EQ(without(list, {0, 3}), R"([ "b","c" ])");
    EXPECT_EQ(without(list, {0, 2}), R"([ "b" ,"d" ])");
    EXPECT_EQ(without(list, {0, 1, 2, 3}), R"([  ])");
    EXPECT_EQ(without(R"({"a":1,"cc":[],"z":2})", {1}), R"({"a":1,"z":2})");
}

TEST(Json, FindsKeysThatDifferInCaseOnly)
{
    Padded const body{R"({"To":1,"cc":2})"};
    auto const document = Document::read(body.view());
    ASSERT_TRUE(document);
    std::array<std::string_view, 2> const names{"to", "cc"};

    EXPECT_EQ(wire::misspelt(document->root(), names), "to");
    EXPECT_FALSE(wire::misspelt(document->root(), std::span{names}.subspan(1)));
}

TEST(Json, KeepsTwoDocumentsApart)
{
    Padded const first{R"({"k":"\u0061"})"};
    Padded const second{R"({"k":"\u0062"})"};

    auto const a = Document::read(first.view());
    auto const b = Document::read(second.view());

    EXPECT_EQ((*a->root().find("k"))->text, "a");
    EXPECT_EQ((*b->root().find("k"))->text, "b");
}

TEST(Json, NamesTheByteOfAProblem)
{
    Padded const body{R"({"a":{"x":1,"x":2}})"};

    auto const document = Document::read(body.view());

    ASSERT_FALSE(document);
    EXPECT_EQ(document.error(), (model::Problem{"a key stands twice in one object", "byte 16"}));
}

}  // namespace
