#include "providers/wire/mime.hpp"

#include <gtest/gtest.h>

namespace {

using Strings = std::vector<std::string>;

Strings recipients(std::string_view message)
{
    auto const head = wire::MimeHead::read(message);
    if (!head) return {head.error().what};
    Strings found;
    for (auto const& field : head->recipients()) {
        for (auto const& box : field.list.all())
            found.push_back(box.address);
    }
    return found;
}

std::string without(std::string_view message, std::vector<std::size_t> const& gone)
{
    auto const head = wire::MimeHead::read(message);
    if (!head) return head.error().what;
    providers::Cuts cuts;
    auto const keep = [&](std::size_t i) {
        return std::find(gone.begin(), gone.end(), i) == gone.end();
    };
    wire::keep_recipients(message, *head, keep, cuts);
    return providers::applied(cuts, message);
}

constexpr std::string_view letter =
    "From: shop@shop.example\r\n"
    "To: =?utf-8?q?K=C3=B6nig=2C_Eva?= <e@x>,\r\n"
    " \"Roe, Max\" <max@x>\r\n"
    "tO: third@x\r\n"
    "CC:Staff: a@x, b@x;\r\n"
    "Resent-Bcc: hidden@x (me)\r\n"
    "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
    "List-Unsubscribe: <https://x/u>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "\r\n"
    "To: not@the.head\r\n\r\nHello\r\n";

TEST(Mime, ReadsEveryFieldThatNamesRecipients)
{
    EXPECT_EQ(recipients(letter), (Strings{"e@x", "max@x", "third@x", "a@x", "b@x", "hidden@x"}));
    EXPECT_EQ(recipients("X: y\nTo: a@x\nBcc:\n b@y\n\nx"), (Strings{"a@x", "b@y"}))
        << "lines end in LF";
    EXPECT_EQ(recipients("Subject: x\r\n\r\n"), Strings{});
    EXPECT_EQ(recipients("X: y\r\nTo: undisclosed-recipients:;\r\n\r\n"), Strings{});
}

TEST(Mime, CutsInTheHeadAndNowhereElse)
{
    EXPECT_EQ(without(letter, {}), letter);
    std::string expected{letter};
    auto const eva = expected.find("=?utf-8?q?K");
    expected.erase(eva, expected.find("\"Roe") - eva);
    EXPECT_EQ(without(letter, {0}), expected);

    auto const few = without(letter, {1, 2, 3, 4, 5});
    EXPECT_NE(few.find("To: =?utf-8?q?K=C3=B6nig=2C_Eva?= <e@x>\r\nSubject"), std::string::npos)
        << few;
    EXPECT_TRUE(few.ends_with("\r\n\r\nTo: not@the.head\r\n\r\nHello\r\n"));
}

TEST(Mime, RefusesAHeadThatCanBeReadInTwoWays)
{
    for (std::string_view const message :
         {std::string_view{"To: a@x\r\n"}, std::string_view{""},
          std::string_view{"\r\nTo: a@x\r\n\r\n"},
          std::string_view{"X: y\r\nTo: a@x\r\nBcc: b@y\n\r\n"},
          std::string_view{"X: y\nTo: a@x\n\r\nx"}, std::string_view{"X: a\rBcc: b@y\r\n\r\n"},
          std::string_view{"X: a\0\r\n\r\n", 10}, std::string_view{"From x\r\nTo: a@x\r\n\r\n"},
          std::string_view{"no colon here\r\nTo: a@x\r\n\r\n"},
          std::string_view{" folded: first\r\nTo: a@x\r\n\r\n"},
          std::string_view{"X: y\r\nTo : a@x\r\n\r\n"},
          std::string_view{"B\xC3\xA9"
                           "cc: a@x\r\nBcc : b@y\r\n\r\n"},
          std::string_view{": a@x\r\n\r\n"}, std::string_view{"X: y\r\nTo: a@x b@y\r\n\r\n"},
          std::string_view{"To: a@x\r\n\r\n"}}) {
        EXPECT_FALSE(wire::MimeHead::read(message)) << message;
    }
}

TEST(Mime, SeesASignature)
{
    EXPECT_FALSE(wire::MimeHead::read(letter)->is_signed());
    EXPECT_TRUE(wire::MimeHead::read("dkim-signature: v=1\r\nTo: a@x\r\n\r\n")->is_signed());
}

TEST(Mime, ReadsValuesAndTexts)
{
    EXPECT_EQ(wire::MimeHead::read(letter)->value("subject"),
              "Gr\xC3\xBC\xC3\x9F"
              "e");
    auto const text = wire::text_of_message(letter);
    EXPECT_EQ(text.subject,
              "Gr\xC3\xBC\xC3\x9F"
              "e");
    EXPECT_EQ(text.plain, "To: not@the.head\r\n\r\nHello\r\n");
    EXPECT_TRUE(text.has_unsubscribe);
    EXPECT_FALSE(text.has_media);

    auto const parts = wire::text_of_message(
        "Subject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
        "--c\r\nContent-Type: text/plain\r\n\r\nplain\r\n"
        "--c\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: "
        "base64\r\n\r\nPGI+aHRtbDwvYj4=\r\n"
        "--c--\r\n--b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n");
    EXPECT_EQ(parts.plain, "plain");
    EXPECT_EQ(parts.html, "<b>html</b>");
    EXPECT_TRUE(parts.has_media);
}

}  // namespace
