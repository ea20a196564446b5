#include "gateway/rows/csv.hpp"

#include <gmock/gmock.h>

namespace gateway::rows {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Seen {
    std::vector<std::string> cells;
    std::string raw;
    std::size_t line;
    std::uint64_t end;
    std::string wrong;  ///< "where: what"
};

struct Read {
    std::vector<Seen> rows;
    std::optional<model::Problem> failed;
    char delimiter = 0;
    std::string preamble;
};

Read read(std::string_view text, std::size_t piece = 1'000'000)
{
    Read read;
    Csv csv{[&](Row const& row) {
        read.rows.push_back({{row.cells.begin(), row.cells.end()},
                             std::string{row.raw},
                             row.line,
                             row.end,
                             row.wrong ? row.wrong->where + ": " + row.wrong->what : ""});
    }};
    for (std::size_t at = 0; at < text.size() && !read.failed; at += piece) {
        read.failed = csv.feed(text.substr(at, piece));
    }
    if (!read.failed) read.failed = csv.finish();
    read.delimiter = csv.delimiter();
    read.preamble = csv.preamble();
    return read;
}

TEST(Csv, TellsCellsRawTextLineAndEndOfEachRow)
{
    std::string_view const text = "to,name\n+14155550100,\"Smith, \"\"Joe\"\"\"\n+14155550101,\n";
    auto const got = read(text).rows;

    ASSERT_EQ(got.size(), 3U);
    EXPECT_THAT(got[0].cells, ElementsAre("to", "name"));
    EXPECT_THAT(got[1].cells, ElementsAre("+14155550100", "Smith, \"Joe\""));
    EXPECT_EQ(got[1].raw, "+14155550100,\"Smith, \"\"Joe\"\"\"");
    EXPECT_THAT(got[2].cells, ElementsAre("+14155550101", ""));
    EXPECT_EQ(got[2].line, 3U);
    EXPECT_EQ(got[2].end, text.size());
}

TEST(Csv, ReadsTheSameHoweverThePiecesFall)
{
    std::string_view const text =
        "\xEF\xBB\xBFto;name\r\n1;\"two\r\nlines\"\r\n\r\n2;\"a;b\"\r3;\xC3\xA4\n4;last";
    auto const whole = read(text);
    ASSERT_EQ(whole.rows.size(), 5U);
    EXPECT_THAT(whole.rows[0].cells, ElementsAre("to", "name"));
    EXPECT_THAT(whole.rows[1].cells, ElementsAre("1", "two\r\nlines"));
    EXPECT_EQ(whole.rows[2].line, 5U);
    EXPECT_EQ(whole.rows[4].raw, "4;last");
    EXPECT_EQ(whole.delimiter, ';');

    for (std::size_t piece = 1; piece < text.size(); ++piece) {
        auto const parts = read(text, piece);
        ASSERT_EQ(parts.rows.size(), whole.rows.size()) << piece;
        for (std::size_t i = 0; i < parts.rows.size(); ++i) {
            EXPECT_EQ(parts.rows[i].cells, whole.rows[i].cells) << piece;
            EXPECT_EQ(parts.rows[i].raw, whole.rows[i].raw) << piece;
            EXPECT_EQ(parts.rows[i].line, whole.rows[i].line) << piece;
            EXPECT_EQ(parts.rows[i].end, whole.rows[i].end) << piece;
            EXPECT_EQ(parts.rows[i].wrong, "") << piece;
        }
    }
}

TEST(Csv, ABadRowIsReportedAndTheNextOneIsRead)
{
    auto const got = read("to\nab\"c\ngood\n\xFF\x80\n\"closed\"x\nend\n").rows;

    ASSERT_EQ(got.size(), 6U);
    EXPECT_EQ(got[1].wrong, "line 2, column 3: a quote within a cell that has none around it");
    EXPECT_THAT(got[2].cells, ElementsAre("good"));
    EXPECT_EQ(got[3].wrong, "line 4, column 1: not UTF-8");
    EXPECT_EQ(got[4].line, 5U);
    EXPECT_NE(got[4].wrong, "");
    EXPECT_THAT(got[5].cells, ElementsAre("end"));
}

TEST(Csv, ANulIsNamedWithItsColumn)
{
    using namespace std::string_literals;
    auto const got = read("to\n\xC3\xA4\0x\nend\n"s).rows;

    ASSERT_EQ(got.size(), 3U);
    EXPECT_EQ(got[1].wrong, "line 2, column 2: a NUL byte");
    EXPECT_EQ(got[2].wrong, "");
}

TEST(Csv, AQuoteThatIsNeverClosedCostsOneRow)
{
    std::string_view const text = "to,name\n1,\"open\n2,two\n3,three";
    auto const got = read(text).rows;

    ASSERT_EQ(got.size(), 4U);
    EXPECT_THAT(got[1].wrong, HasSubstr("line 2, column 3: a quote that is not closed"));
    EXPECT_THAT(got[2].cells, ElementsAre("2", "two"));
    EXPECT_EQ(got[2].line, 3U);
    EXPECT_THAT(got[3].cells, ElementsAre("3", "three"));
    EXPECT_EQ(got[3].end, text.size());
}

TEST(Csv, AQuoteThatIsNeverClosedCostsOneRowOfManyToo)
{
    std::string text = "to,name\n1,\"open\n";
    for (int i = 0; i < 50'000; ++i)
        text += "2,row " + std::to_string(i) + "\n";
    auto const got = read(text, 4'096).rows;

    ASSERT_EQ(got.size(), 50'002U);
    EXPECT_NE(got[1].wrong, "");
    for (std::size_t i = 2; i < got.size(); ++i)
        ASSERT_EQ(got[i].wrong, "") << i;
    EXPECT_EQ(got.back().line, 50'002U);
    EXPECT_EQ(got.back().end, text.size());
}

TEST(Csv, ALineThatIsTooLongIsOneBadRowAndTheNextOnesKeepTheirNumbers)
{
    auto const longest = std::string(longest_row, 'x');
    auto const huge = std::string(1'500'000, 'y');
    for (std::string const end : {"\n", "\r\n", "\r"}) {
        auto const text = "to" + end + longest + end + huge + end + "good" + end + huge;
        for (std::size_t const piece : {1'000'000U, 65'536U, 4'099U}) {
            auto const got = read(text, piece).rows;

            ASSERT_EQ(got.size(), 5U);
            EXPECT_EQ(got[1].wrong, "");
            EXPECT_THAT(got[1].cells, ElementsAre(longest));
            EXPECT_EQ(got[2].wrong, "line 3, column 1: a row longer than 256 KiB");
            EXPECT_EQ(got[3].line, 4U);
            EXPECT_THAT(got[3].cells, ElementsAre("good"));
            EXPECT_EQ(got[3].end, text.size() - huge.size());
            EXPECT_EQ(got[4].line, 5U);
            EXPECT_EQ(got[4].end, text.size());
        }
    }
}

TEST(Csv, ALineThatIsTooLongEndsAQuoteThatWasNotClosed)
{
    auto const got = read("to\n\"open\nnext\n" + std::string(1'500'000, 'y') + "\nend\n").rows;

    ASSERT_EQ(got.size(), 5U);
    EXPECT_THAT(got[1].wrong, HasSubstr("line 2, column 1: a quote that is not closed"));
    EXPECT_THAT(got[2].cells, ElementsAre("next"));
    EXPECT_EQ(got[3].wrong, "line 4, column 1: a row longer than 256 KiB");
    EXPECT_THAT(got[4].cells, ElementsAre("end"));
    EXPECT_EQ(got[4].line, 5U);
}

TEST(Csv, ARowOfManyLinesHasTheSameLimit)
{
    std::string const half(longest_row / 2, 'x');

    auto const fits = read("to\n\"" + half + "\n" + half.substr(8) + "\"\nend\n").rows;
    auto const is_long = read("to\n\"" + half + "\n" + half + "\"\nend\n").rows;

    ASSERT_EQ(fits.size(), 3U);
    EXPECT_EQ(fits[1].wrong, "");
    EXPECT_THAT(is_long.at(1).wrong, HasSubstr("or a row longer than 256 KiB"));
    EXPECT_THAT(is_long.back().cells, ElementsAre("end"));
    EXPECT_EQ(is_long.back().line, 4U);
}

TEST(Csv, Utf16IsToldBeforeAnythingIsRead)
{
    using namespace std::string_literals;
    auto const got = read("\xFF\xFEt\0o\0\n\0"s);

    ASSERT_TRUE(got.failed);
    EXPECT_EQ(got.failed->what, "the text is UTF-16; save it as UTF-8");
    EXPECT_TRUE(got.rows.empty());
}

TEST(Csv, ExcelsFirstLineSaysWhatIsBetweenCells)
{
    std::string const text = "\xEF\xBB\xBFsep=|\r\na;b|c\r\n1|2\r\n";
    for (std::size_t const piece : {1'000U, 1U}) {
        auto const got = read(text, piece);

        ASSERT_EQ(got.rows.size(), 2U);
        EXPECT_THAT(got.rows[0].cells, ElementsAre("a;b", "c"));
        EXPECT_EQ(got.rows[0].line, 2U);
        EXPECT_THAT(got.rows[1].cells, ElementsAre("1", "2"));
        EXPECT_EQ(got.rows[1].end, text.size());
        EXPECT_EQ(got.preamble, "\xEF\xBB\xBFsep=|\r\n");
    }
    EXPECT_THAT(read("SEP=;\na;b\n").rows.at(0).cells, ElementsAre("a", "b"));
    EXPECT_THAT(read("sep=ab\n1\n").rows.at(0).cells, ElementsAre("sep=ab"));
}

TEST(Csv, AnEmptyTextHasNoRows)
{
    EXPECT_TRUE(read("").rows.empty());
    EXPECT_TRUE(read("\n\r\n").rows.empty());
}

TEST(Csv, WritesACellThatReadsBack)
{
    std::string out;
    for (std::string_view const text : {"plain", "a,b", "say \"hi\"", "two\nlines", "", "=1"}) {
        out += safe_cell(text) + ',';
    }
    EXPECT_THAT(read(out).rows.at(0).cells,
                ElementsAre("plain", "a,b", "say \"hi\"", "two\nlines", "", "'=1", ""));
    EXPECT_EQ(without_guard("'=1"), "=1");
    EXPECT_EQ(without_guard("'tis"), "'tis");
}

TEST(CsvCell, IsQuotedWhereItMustBe)
{
    EXPECT_EQ(safe_cell("plain"), "plain");
    EXPECT_EQ(safe_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(safe_cell("say \"hi\"\r\n"), "\"say \"\"hi\"\"\r\n\"");
}

TEST(CsvCell, NeverBeginsAFormula)
{
    EXPECT_EQ(safe_cell("=1+1"), "\"'=1+1\"");
    EXPECT_EQ(safe_cell("@SUM(A1)"), "\"'@SUM(A1)\"");
    EXPECT_EQ(safe_cell("-2+3"), "\"'-2+3\"");
    EXPECT_EQ(safe_cell("\t=1"), "\"'\t=1\"");
    EXPECT_EQ(safe_cell("+1+cmd|' /C calc'!A0"), "\"'+1+cmd|' /C calc'!A0\"");
}

TEST(CsvCell, LeavesPhoneNumbersUsable)
{
    EXPECT_EQ(safe_cell("+14155550100"), "+14155550100");
    EXPECT_EQ(safe_cell("+1234567890123456"), "\"'+1234567890123456\"") << "longer than E.164";
}

TEST(CsvCell, ReadsBackWhateverWasWritten)
{
    for (std::string_view const text : {"-5",
                                        "'-5",
                                        "''-5",
                                        "=1",
                                        "'=1",
                                        "+14155550100",
                                        "'+14155550100",
                                        "''+14155550100",
                                        "+1",
                                        "'",
                                        "''",
                                        "'tis",
                                        "'t-5",
                                        "@a",
                                        "'@a",
                                        "\t=1",
                                        "'\t=1",
                                        "a=1",
                                        "",
                                        "O'Neil"}) {
        auto const rows = read("id\n" + safe_cell(text) + ",\n").rows;
        EXPECT_EQ(without_guard(rows.at(1).cells.at(0)), text);
    }
    EXPECT_EQ(without_guard("'+14155550100"), "+14155550100") << "a spreadsheet's text";
    EXPECT_EQ(without_guard("'tis"), "'tis");
}

}  // namespace
}  // namespace gateway::rows
