#include "providers/wire/mailboxes.hpp"

#include <gtest/gtest.h>

namespace {

using Strings = std::vector<std::string>;

/// The addresses of a list; none of it: "ambiguous".
Strings addresses(std::string_view text)
{
    auto const list = wire::Mailboxes::read(text);
    if (!list) return {"ambiguous"};
    Strings found;
    for (auto const& box : list->all())
        found.push_back(box.address);
    return found;
}

Strings spellings(std::string_view text)
{
    auto const list = wire::Mailboxes::read(text);
    Strings found;
    for (auto const& box : list.value().all())
        found.push_back(box.spelling);
    return found;
}

/// The list without those whose number is given.
std::string without(std::string_view text, std::vector<std::size_t> const& gone)
{
    auto const list = wire::Mailboxes::read(text);
    providers::Cuts cuts;
    auto const keep = [&](std::size_t i) {
        return std::find(gone.begin(), gone.end(), i) == gone.end();
    };
    bool const any = wire::keep_mailboxes(list.value(), wire::Spelt::as_is(text, text), keep, cuts);
    return any ? providers::applied(cuts, text) : "nobody";
}

TEST(Mailboxes, ReadsWhatRfc5322Allows)
{
    EXPECT_EQ(addresses("a@x.example"), Strings{"a@x.example"});
    EXPECT_EQ(addresses("A@X.example,b@y.example"), (Strings{"a@x.example", "b@y.example"}));
    EXPECT_EQ(addresses(R"("Roe, Max" <max@x.example>, b@y)"), (Strings{"max@x.example", "b@y"}));
    EXPECT_EQ(addresses(R"("Roe \"M, x\"" <max@x>)"), Strings{"max@x"});
    EXPECT_EQ(addresses(R"("two words"@x, "p,q"@x)"), (Strings{R"("two words"@x)", R"("p,q"@x)"}));
    EXPECT_EQ(addresses("=?utf-8?q?K=C3=B6nig=2C_Eva?= <e@x>"), Strings{"e@x"});
    EXPECT_EQ(addresses("K\xC3\xB6nig Eva <e@x>,b@y"), (Strings{"e@x", "b@y"}));
    EXPECT_EQ(addresses("a@x,"), Strings{"a@x"});
    EXPECT_EQ(addresses("a@x,,b@y"), (Strings{"a@x", "b@y"}));
    EXPECT_EQ(addresses("Staff: a@x, b@x;, c@z"), (Strings{"a@x", "b@x", "c@z"}));
    EXPECT_EQ(addresses("undisclosed-recipients:;"), Strings{});
    EXPECT_EQ(addresses("a@x (Al, B), b(c)@y, Foo (bar,baz@q) <c@z>"),
              (Strings{"a@x", "b@y", "c@z"}));
    EXPECT_EQ(addresses("John Q. Public <j@x>"), Strings{"j@x"});
    EXPECT_EQ(addresses("a@x <a@x>"), Strings{"a@x"});
    EXPECT_EQ(addresses("<\"a,>b\"@x>, c@y"), (Strings{"\"a,>b\"@x", "c@y"}));
    EXPECT_EQ(addresses("x@[192.0.2.1], b@y"), (Strings{"x@[192.0.2.1]", "b@y"}));
    EXPECT_EQ(addresses("Alice\r\n <a@x>,\n\tb@y"), (Strings{"a@x", "b@y"}));
    EXPECT_EQ(addresses("b@xn--mnchen-3ya.example"), Strings{"b@xn--mnchen-3ya.example"});
    EXPECT_EQ(addresses("Bo <b@xn--mnchen-3ya.example>"), Strings{"b@xn--mnchen-3ya.example"});
    EXPECT_EQ(addresses(""), Strings{});
    EXPECT_EQ(addresses(" , "), Strings{});
}

TEST(Mailboxes, KeepsWhatNobodyCanRead)
{
    EXPECT_EQ(spellings("alice"), Strings{"alice"});
    EXPECT_EQ(spellings("a.@x"), Strings{"a.@x"});
    EXPECT_EQ(spellings("Al\xE9 <a@x>"), Strings{"a@x"}) << "Latin-1 can't be shown";
    EXPECT_EQ(spellings("Alice\r\n <a@x>"), Strings{"Alice <a@x>"});
}

TEST(Mailboxes, RefusesWhatCanBeReadInTwoWays)
{
    for (auto const* text : {"a@x b@y",
                             "a@x\n b@y",
                             "Al <a@x> <b@y>",
                             "a@x; b@y",
                             "a@b;c@d",
                             "a@x;",
                             "<a@x,b@y>",
                             "<a@x>, Bob b@y",
                             "Foo <a@x> junk, b@y",
                             "Al <a@x>, ; b@y",
                             "K\xC3\xB6nig, Eva <e@x>",
                             "\"un <a@x>",
                             "(un <a@x>",
                             "<a@x",
                             "a@x>",
                             "a\\,b@x",
                             "g: a@x",
                             "g: a@x, h: b@y;;",
                             "mailto:a@x",
                             "g: a@x; b@y",
                             "a@x\r\nBcc: b@y",
                             "a@x\r, b@y",
                             "a@x\n",
                             "a@x\nb@y",
                             "<a@x <b@y>",
                             "a@x (b",
                             "[a@x, b@y",
                             "a@x]",
                             "a@x)"}) {
        EXPECT_EQ(addresses(text), Strings{"ambiguous"}) << text;
    }
    EXPECT_EQ(addresses(std::string_view{"a@x\0, b@y", 9}), Strings{"ambiguous"});
}

TEST(Mailboxes, CutsEachWithOneComma)
{
    constexpr std::string_view list = "Alice <a@x>, b@y,c@z (work), \"Roe, Max\" <d@w>,";
    EXPECT_EQ(without(list, {0}), "b@y,c@z (work), \"Roe, Max\" <d@w>,");
    EXPECT_EQ(without(list, {1}), "Alice <a@x>,c@z (work), \"Roe, Max\" <d@w>,");
    EXPECT_EQ(without(list, {1, 2}), "Alice <a@x>, \"Roe, Max\" <d@w>,");
    EXPECT_EQ(without(list, {3}), "Alice <a@x>, b@y,c@z (work),");
    EXPECT_EQ(without(list, {0, 1, 3}), "c@z (work),");
    EXPECT_EQ(without(list, {0, 1, 2, 3}), "nobody");
    EXPECT_EQ(without("Staff: a@x, b@y;, c@z", {0}), "Staff: b@y;, c@z");
    EXPECT_EQ(without("Staff: a@x, b@y;, c@z", {0, 1}), "c@z");
    EXPECT_EQ(without("c@z, Staff: a@x, b@y;", {0, 2}), "Staff: a@x;");
    EXPECT_EQ(without("Empty:;, c@z, d@w", {0}), "Empty:;, d@w");
    EXPECT_EQ(without("a@x,\r\n b@y,\r\n c@z", {1}), "a@x,\r\n c@z");
}

}  // namespace
