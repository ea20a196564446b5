#include "providers/wire/spelt.hpp"

#include "providers/wire/mailboxes.hpp"
#include "tests/providers/kept_back.hpp"

#include <gtest/gtest.h>

namespace {

using wire::Spelt;

/// Each "|" of the text, cut in the body where it stands.
std::string without_bars(std::string_view body, Spelt const& spelt)
{
    providers::Cuts cuts;
    for (std::size_t i = 0; i < spelt.text().size(); ++i) {
        if (spelt.text()[i] == '|') cuts.push_back({spelt.place(i), spelt.place(i + 1)});
    }
    return providers::applied(cuts, body);
}

std::string json_without_bars(std::string_view body)
{
    recordings::Padded const padded{body};
    auto const document = wire::Document::read(padded.view());
    auto const spelt = Spelt::json(padded.view(), *document.value().root().begin());
    return without_bars(padded.view(), spelt);
}

TEST(Spelt, FindsItsPlaceBehindEscapesOfJson)
{
    EXPECT_EQ(json_without_bars(R"(["|a|b|"])"), R"(["ab"])");
    EXPECT_EQ(json_without_bars(R"(["\n|\"a\u007c|\\|"])"), R"(["\n\"a\\"])");
    EXPECT_EQ(json_without_bars(R"(["\u00e9|\u20AC|\ud83d\ude00|\u0041|x"])"),
              R"(["\u00e9\u20AC\ud83d\ude00\u0041x"])");
    EXPECT_EQ(json_without_bars("[\"\xC3\xA9|\xE2\x82\xAC|\\/|\"]"),
              "[\"\xC3\xA9\xE2\x82\xAC\\/\"]");
    EXPECT_EQ(json_without_bars(R"([""])"), R"([""])");
}

TEST(Spelt, FindsItsPlaceBehindEscapesOfForms)
{
    constexpr std::string_view body = "to=%7Ca+%C3%A9|%7C%7Cb|&x=1";
    auto const spelt = Spelt::form(body, body.substr(3, body.find('&') - 3));

    EXPECT_EQ(spelt.text(), "|a \xC3\xA9|||b|");
    EXPECT_EQ(without_bars(body, spelt), "to=a+%C3%A9b&x=1");
    EXPECT_EQ(spelt.place(spelt.text().size()), body.find('&'));
}

TEST(Spelt, SaysItself)
{
    constexpr std::string_view body = "To: a|b\r\n";
    auto const spelt = Spelt::as_is(body, body.substr(4, 3));

    EXPECT_EQ(spelt.text(), "a|b");
    EXPECT_EQ(without_bars(body, spelt), "To: ab\r\n");
}

TEST(Spelt, CutsAMailboxWhereItIsEscaped)
{
    recordings::Padded const body{R"({"To":"\"R\u00f6, M\" <r@x>, b@y,\tc@z"})"};
    auto const document = wire::Document::read(body.view());
    auto const spelt = Spelt::json(body.view(), *document.value().root().find("To"));
    auto const list = wire::Mailboxes::read(spelt.text());
    ASSERT_TRUE(list);
    ASSERT_EQ(list->all().size(), 3U);

    providers::Cuts cuts;
    EXPECT_TRUE(wire::keep_mailboxes(*list, spelt, [](std::size_t i) { return i != 0; }, cuts));
    EXPECT_EQ(providers::applied(cuts, body.view()), R"({"To":"b@y,\tc@z"})");
}

}  // namespace
