#include "gateway/rows/json.hpp"

#include <gmock/gmock.h>

namespace gateway::rows {
namespace {

using testing::ElementsAre;

struct Read {
    std::vector<std::string> raw;
    std::vector<std::size_t> lines;
    std::vector<std::string> wrong;
    std::optional<model::Problem> failed;
    bool array = false;
};

Read read(std::string_view text, Json::Wrapped wrapped = Json::Wrapped::no,
          std::size_t piece = 1'000'000)
{
    Read read;
    Json json{[&](Row const& row) {
                  read.raw.emplace_back(row.raw);
                  read.lines.push_back(row.line);
                  read.wrong.push_back(row.wrong ? row.wrong->where : "");
              },
              wrapped};
    for (std::size_t at = 0; at < text.size() && !read.failed; at += piece) {
        read.failed = json.feed(text.substr(at, piece));
    }
    if (!read.failed) read.failed = json.finish();
    read.array = json.is_array();
    return read;
}

TEST(Json, LinesAreRows)
{
    auto const got = read("{\"a\":1}\n\n{\"b\n\"c\"\r\n3");

    EXPECT_THAT(got.raw, ElementsAre("{\"a\":1}", "{\"b", "\"c\"", "3"));
    EXPECT_THAT(got.lines, ElementsAre(1U, 3U, 4U, 5U));
    EXPECT_FALSE(got.array);
}

TEST(Json, ALineThatIsTooLongIsOneBadRowAndTheNextOnesKeepTheirNumbers)
{
    auto const text = "1\n\"" + std::string(1'500'000, 'x') + "\"\n3\n";
    for (std::size_t const piece : {1'000'000U, 65'536U}) {
        auto const got = read(text, Json::Wrapped::no, piece);

        EXPECT_THAT(got.lines, ElementsAre(1U, 2U, 3U));
        EXPECT_THAT(got.wrong, ElementsAre("", "line 2, column 1", ""));
    }
}

TEST(Json, ItemsOfAnArrayAreRowsHoweverThePiecesFall)
{
    std::string_view const text =
        "\xEF\xBB\xBF [ \"a]\\\"\" ,{\"b\":[1,{}],\n\"c\":\"}\"}, 12,[3]\n,true]\n";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        auto const got = read(text, Json::Wrapped::no, piece);
        EXPECT_THAT(got.raw,
                    ElementsAre("\"a]\\\"\"", "{\"b\":[1,{}],\n\"c\":\"}\"}", "12", "[3]", "true"))
            << piece;
        EXPECT_THAT(got.lines, ElementsAre(1U, 1U, 2U, 2U, 3U)) << piece;
        EXPECT_TRUE(got.array);
        EXPECT_FALSE(got.failed);
    }
}

TEST(Json, ObjectsOfAWrappedListAreRows)
{
    std::string_view const text = R"({"paging":{"next":["x"]}, "tags":["*"], "items": [
        {"address":"a@example.com","tags":["*"]}, {"address":"b@example.com"}], "more":[ {"c":1} ], "n":2}
        {"address":"d"})";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        EXPECT_THAT(
            read(text, Json::Wrapped::yes, piece).raw,
            ElementsAre(R"({"address":"a@example.com","tags":["*"]})",
                        R"({"address":"b@example.com"})", R"({"c":1})", R"({"address":"d"})"))
            << piece;
    }
}

TEST(Json, BadTextIsNamedWithItsLine)
{
    EXPECT_THAT(read("1\n\"\xFF\"\n2\n").wrong, ElementsAre("", "line 2, column 2", ""));
    EXPECT_EQ(read("[1,2").failed->what, "the text ends before its last bracket is closed");
    EXPECT_EQ(read("[1]]").failed->where, "line 1, column 1");
    EXPECT_EQ(read("\xFF\xFE[").failed->what, "the text is UTF-16; save it as UTF-8");
}

}  // namespace
}  // namespace gateway::rows
