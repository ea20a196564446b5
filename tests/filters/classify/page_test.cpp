// What a person reads of what a dialect found.
#include "filters/classify/page.hpp"

#include "filters/classify/html_tree.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using filters::page_of;

std::string body_of(std::string html)
{
    model::Text text;
    text.html = std::move(html);
    return page_of(text).body;
}

bool offers_to_leave(std::string html)
{
    model::Text text;
    text.html = std::move(html);
    return page_of(text).has_unsubscribe;
}

std::string repeated(std::string_view piece, std::size_t bytes)
{
    std::string text;
    while (text.size() < bytes)
        text += piece;
    return text;
}

struct Html {
    char const* what;
    char const* html;
    char const* body;
};

class PageOfHtml : public testing::TestWithParam<Html> {};

TEST_P(PageOfHtml, IsReadAsItLooks)
{
    EXPECT_EQ(body_of(GetParam().html), GetParam().body);
}

INSTANTIATE_TEST_SUITE_P(
    Elements, PageOfHtml,
    testing::Values(
        Html{"Paragraphs", "<p>One</p><p>Two</p>", "One\nTwo"},
        Html{"Breaks", "One<br>Two<br/>Three", "One\nTwo\nThree"},
        Html{"WordsThatMarkupCuts", "<b>50</b>% o<i>f</i>f", "50% off"},
        Html{"WhiteSpace", " a \n\t b&nbsp;&emsp;c ", "a b c"},
        Html{"Cells", "<table><tr><td>Total</td><td>&euro;5</td></tr><tr><td>x</table>",
             "Total \xe2\x82\xac"
             "5\nx"},
        Html{"Entities", "caf&eacute; &lt;b&gt; &#x41;&#66;", "caf\xc3\xa9 <b> AB"},
        Html{"Lists", "<ul><li>one<li>two</ul>", "one\ntwo"},
        Html{"HeadAndScripts",
             "<html><head><title>T</title><style>p{}</style></head><body><script>x()</script>Hi",
             "Hi"},
        Html{"Comments", "a<!-- 50% off -->b<!--[if mso]>c<![endif]-->", "ab"},
        Html{"Pictures", "<img alt='Summer sale' width=600 src=x><img alt=t width=1 height=1>",
             "Summer sale"},
        Html{"LeftOpen", "<div><p>Your code <b>123456", "Your code 123456"},
        Html{"Templates", "<template>no</template>yes", "yes"},
        Html{"NoTags", "Your code is 1 < 2", "Your code is 1 < 2"}),
    [](auto const& param) { return std::string{param.param.what}; });

INSTANTIATE_TEST_SUITE_P(
    Hidden, PageOfHtml,
    testing::Values(
        Html{"NotDisplayed", "<div style='display:none'>no</div>yes", "yes"},
        Html{"Important", "<div style='color:red; DISPLAY : None !important'>no</div>yes", "yes"},
        Html{"Invisible", "<span style=visibility:hidden>no</span>yes", "yes"},
        Html{"NoHeight", "<div style='max-height:0px;overflow:hidden'>no</div>yes", "yes"},
        Html{"ClippedToNothing", "<div style='height:0;overflow:hidden'>no</div>yes", "yes"},
        Html{"LowButNotClipped", "<div style='height:0'>yes</div>", "yes"},
        Html{"TinyFont", "<div style='font-size:1px;line-height:1px;color:#fff'>no</div>yes",
             "yes"},
        Html{"SmallFont", "<div style='font-size:.8em'>yes</div>", "yes"},
        Html{"NoFont", "<div style='font-size:0'>no</div>yes", "yes"},
        Html{"SeeThrough", "<div style='opacity:0.0'>no</div><p style='opacity:1'>yes</p>", "yes"},
        Html{"OutOfSight", "<div style='text-indent:-9999px'>no</div>yes", "yes"},
        Html{"Attribute", "<div hidden>no</div>yes", "yes"},
        Html{"Preheader", "<span class='preheader small'>no</span>yes", "yes"},
        Html{"WithChildren", "<div style=display:none><p>no<b>no</b></p></div><p>yes", "yes"},
        Html{"PaddedPreview", "a&#847;&zwnj;&#8203;b&shy;c",
             "a\xe2\x80\x8c"
             "bc"}),
    [](auto const& param) { return std::string{param.param.what}; });

INSTANTIATE_TEST_SUITE_P(
    Footer, PageOfHtml,
    testing::Values(
        Html{"ByElement", "<p>Hi</p><footer>1 Main St</footer>", "Hi"},
        Html{"ByClass", "<p>Hi</p><table class='email-Footer'><tr><td>1 Main St</table>", "Hi"},
        Html{"ById", "<p>Hi</p><div id=footer>Imprint <div>x</div></div><p>Bye</p>", "Hi\nBye"},
        Html{"Alone", "<div class=footer>All there is</div>", "All there is"}),
    [](auto const& param) { return std::string{param.param.what}; });

TEST(Page, KnowsLinksToLeave)
{
    EXPECT_TRUE(offers_to_leave("<a href='https://x.example/Unsubscribe?u=1'>here</a>"));
    EXPECT_TRUE(offers_to_leave("<a href='https://x.example/l/1'>Newsletter <b>abmelden</b></a>"));
    EXPECT_TRUE(offers_to_leave("<footer><a href='https://x/1'>退订</a></footer>"));
    EXPECT_TRUE(offers_to_leave("<a href='{{unsubscribe_url}}'>x</a>"));
    EXPECT_FALSE(offers_to_leave("<p>You can unsubscribe by mail</p>"));
    EXPECT_FALSE(offers_to_leave("<a href='https://x.example/order/1'>Your order</a> unsubscribe"));
}

TEST(Page, TakesAListUnsubscribeFieldAndPlainLinksForTheSame)
{
    model::Text text;
    text.plain = "Your order https://x.example/o/1 has shipped";
    EXPECT_FALSE(page_of(text).has_unsubscribe);
    text.has_unsubscribe = true;
    EXPECT_TRUE(page_of(text).has_unsubscribe);
    text.has_unsubscribe = false;
    text.plain += "\nTo leave: https://x.example/unsubscribe/1";
    EXPECT_TRUE(page_of(text).has_unsubscribe);
}

TEST(Page, ReadsHtmlWhereBothPartsAreThere)
{
    model::Text text;
    text.plain = "See this mail in your browser";
    text.html = "<p>Half price today</p>";
    EXPECT_EQ(page_of(text).body, "Half price today");
    text.html = "<img src=x>";
    EXPECT_EQ(page_of(text).body, "See this mail in your browser");
}

TEST(Page, PutsTemplateValuesBehindTheText)
{
    model::Text text;
    text.values = {"Ada", "", "123\n456"};
    EXPECT_EQ(page_of(text).body, "Ada\n123 456");
    text.plain = "Hello {{1}}";
    EXPECT_EQ(page_of(text).body, "Hello {{1}}\nAda\n123 456");
}

TEST(Page, IsBlankWithoutWords)
{
    model::Text text;
    EXPECT_TRUE(page_of(text).is_blank());
    text.has_media = true;
    text.plain = " \n\xe2\x80\x8b ";
    EXPECT_TRUE(page_of(text).is_blank());
    text.plain = "";
    text.html = "<img src=x width=600>";
    EXPECT_TRUE(page_of(text).is_blank());
    EXPECT_TRUE(page_of(text).has_media);
    text.subject = "Hi";
    EXPECT_FALSE(page_of(text).is_blank());
}

TEST(Page, OfAWordOrTwoIsScant)
{
    model::Text text;
    text.subject = "News";
    text.plain = "Hello all";
    EXPECT_TRUE(page_of(text).is_scant());
    text.plain = "Your taxi is waiting for you";
    EXPECT_FALSE(page_of(text).is_scant());
}

TEST(Page, MakesInvalidUtf8Valid)
{
    model::Text text;
    text.subject = "a\xff\xfe b\xc3";
    text.plain = "\xed\xa0\x80 ok \xf8\x88\x80\x80\x80";
    auto const page = page_of(text);
    EXPECT_EQ(page.subject, "a\xef\xbf\xbd\xef\xbf\xbd b\xef\xbf\xbd");
    EXPECT_NE(page.body.find(" ok "), std::string::npos);
    EXPECT_EQ(page.body.find('\xed'), std::string::npos);
    EXPECT_EQ(body_of("x\xff y"), "x\xef\xbf\xbd y");
}

TEST(Page, KeepsLinesAndDropsControls)
{
    model::Text text;
    text.plain = "Hi Ada,\r\n\r\n\tyour code:\x01 12 \n\n";
    EXPECT_EQ(page_of(text).body, "Hi Ada,\nyour code: 12");
}

TEST(Page, ReadsOnlyTheBeginningOfALongText)
{
    model::Text text;
    text.plain = repeated("caf\xc3\xa9 ", 1'000'000);
    auto const page = page_of(text);
    EXPECT_LE(page.body.size(), filters::longest_read);
    EXPECT_GT(page.body.size(), filters::longest_read - 8);
    EXPECT_EQ(page.body.substr(0, 11), "caf\xc3\xa9 caf\xc3\xa9");
}

struct Bomb {
    char const* what;
    std::string html;
};

class HtmlBomb : public testing::TestWithParam<Bomb> {};

/// The bound is loose, for machines that do ten other things; without limits each of these takes minutes or gigabytes.
TEST_P(HtmlBomb, IsReadInBoundedTimeAndMemory)
{
    auto const begin = std::chrono::steady_clock::now();
    auto const body = body_of(GetParam().html + "<p>the end");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{5});
    EXPECT_LE(body.size(), filters::longest_read + 1);
}

/// Each paragraph inherits all of them.
std::string many_fonts()
{
    std::string html = "<p>";
    for (int i = 0; i < 2'000; ++i)
        html += "<font size=" + std::to_string(i) + ">";
    return html + repeated("<p>x", 60'000);
}

std::string many_attributes()
{
    std::string html = "<p";
    for (int i = 0; i < 100'000; ++i)
        html += " " + std::to_string(i);
    return html;
}

INSTANTIATE_TEST_SUITE_P(
    All, HtmlBomb,
    testing::Values(Bomb{"Deep", repeated("<div>", 1'000'000)},
                    Bomb{"DeepTables", repeated("<table><tr><td>", 1'000'000)},
                    Bomb{"UnclosedEnds", repeated("<div></x>", 1'000'000)},
                    Bomb{"Formatting", many_fonts()}, Bomb{"Links", repeated("<a>x<p>", 1'000'000)},
                    Bomb{"LinksInTables", repeated("<a><table><td>", 1'000'000)},
                    Bomb{"LongAttribute", "<p title=\"" + repeated("x", 1'000'000)},
                    Bomb{"ManyAttributes", "<p " + repeated("a b c d e f ", 1'000'000)},
                    Bomb{"DistinctAttributes", many_attributes()},
                    Bomb{"Entities", repeated("&notin;&#0;&#xFFFFFFFFFF;", 1'000'000)},
                    Bomb{"Comment", "<!--" + repeated("-->x<!--", 1'000'000)},
                    Bomb{"Angles", repeated("<", 1'000'000)},
                    Bomb{"Nothing", std::string(1'000'000, '\0')}),
    [](auto const& param) { return std::string{param.param.what}; });

TEST(HtmlTree, SaysWhatItsBoundsLeftOut)
{
    auto const many = repeated("<i>x</i>", 8 * (filters::HtmlTree::most_tags + 1));
    EXPECT_EQ(filters::HtmlTree{many}.rest(), "<i>x</i>");
    auto const long_one = std::string(filters::HtmlTree::most_bytes, 'x') + "tail";
    EXPECT_EQ(filters::HtmlTree{long_one}.rest(), "tail");
    EXPECT_EQ(filters::HtmlTree{many_fonts()}.root(), nullptr);
}

TEST(Page, TakesNoMoreHtmlForATreeThanItIsTold)
{
    model::Text text;
    text.html = "<p>Seen</p><p style='display:none'>Behind the bound nothing is hidden</p>";

    EXPECT_EQ(page_of(text).body, "Seen");
    EXPECT_EQ(page_of(text, 11).body, "Seen\nBehind the bound nothing is hidden");
    EXPECT_EQ(page_of(text, 0).body, "Seen\nBehind the bound nothing is hidden");
}

TEST(Page, ReadsOnBehindTheBoundsWithoutTags)
{
    auto html = repeated("<i></i>", 7 * filters::HtmlTree::most_tags);
    html += "<p>Half <b>price</b></p><a href='https://x.example/unsubscribe'>x</a>";
    model::Text text;
    text.html = html;
    auto const page = page_of(text);
    EXPECT_EQ(page.body, "Half\nprice\nx");
    EXPECT_TRUE(page.has_unsubscribe);
}

}  // namespace
