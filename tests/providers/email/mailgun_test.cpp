#include "providers/email/mailgun.hpp"

#include "tests/providers/kept_back.hpp"

#include <gtest/gtest.h>

namespace {

using providers::mailgun;
using recordings::keeping_back;
using recordings::Padded;
using Strings = std::vector<std::string>;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view parts_type = "multipart/form-data; boundary=B";
constexpr std::string_view path = "/v3/mg.shop.example/messages";
constexpr std::string_view mime_path = "/v3/mg.shop.example/messages.mime";

/// A body of fields, each a name and a value.
std::string parts(std::vector<std::pair<std::string, std::string>> const& fields)
{
    std::string body;
    for (auto const& [name, value] : fields) {
        body +=
            "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }
    return body + "--B--\r\n";
}

providers::Call call_of(std::string_view body, std::string_view type, std::string_view at = path)
{
    return {"POST", at, "", type, "", body};
}

Strings spellings(std::string_view body, std::string_view type, std::string_view at = path)
{
    auto const send = mailgun.read(call_of(body, type, at));
    if (!send) return {send.error().where + ": " + send.error().what};
    Strings all;
    for (auto const& recipient : send->recipients)
        all.push_back(recipient.spelling);
    return all;
}

std::string pruned(std::string_view body, std::string_view type, std::vector<bool> const& kept_back,
                   std::string_view at = path)
{
    auto const call = call_of(body, type, at);
    auto const send = mailgun.read(call);
    if (!send) return send.error().where;
    return providers::applied(mailgun.rewrite(call, keeping_back(*send, kept_back)), body);
}

TEST(Mailgun, ReadsRepeatedFieldsAndCommaLists)
{
    EXPECT_EQ(
        spellings("to=Al+%3Ca%40x%3E&to=b%40y%2C%22R%2C+M%22+%3Cc%40z%3E&cc=d%40w&from=f&bcc=e%40v",
                  form_type),
        (Strings{"Al <a@x>", "b@y", "\"R, M\" <c@z>", "d@w", "e@v"}));
    EXPECT_EQ(
        spellings(parts({{"from", "f@x"}, {"to", "a@x, b@y"}, {"to", "c@z"}, {"h:Cc", "d@w"}}),
                  parts_type),
        (Strings{"a@x", "b@y", "c@z", "d@w"}));
}

TEST(Mailgun, CutsListsFieldsAndVariables)
{
    EXPECT_EQ(pruned("to=Al+%3Ca%40x%3E&to=b%40y%2C+c%40z&cc=d%40w&subject=a%3Db", form_type,
                     {true, false, true, true}),
              "to=b%40y&subject=a%3Db");
    auto const body =
        parts({{"to", "a@x, B <b@y>,c@z"},
               {"subject", "s"},
               {"bcc", "d@w"},
               {"recipient-variables", R"({"a@x":{"id":1},"b@y":{"id":2},"C@Z":{"id":3}})"}});
    EXPECT_EQ(pruned(body, parts_type, {false, true, false, true}),
              parts({{"to", "a@x,c@z"},
                     {"subject", "s"},
                     {"recipient-variables", R"({"a@x":{"id":1},"C@Z":{"id":3}})"}}));
    EXPECT_EQ(pruned("to=a%40x,b%40y&recipient-variables=%7B%22a%40x%22%3A1%2C%22b%40y%22%3A+2%7D",
                     form_type, {true, false}),
              "to=b%40y&recipient-variables=%7B%22b%40y%22%3A+2%7D");
}

TEST(Mailgun, CopiesFollowThePrimary)
{
    auto const send = mailgun.read(call_of("to=a%40x&cc=b%40y", form_type));
    ASSERT_TRUE(send);
    EXPECT_TRUE(send->recipients[0].primary);
    EXPECT_FALSE(send->recipients[1].primary);
    EXPECT_FALSE(keeping_back(*send, {true, false}).delivers_any());
}

TEST(Mailgun, RefusesRecipientsThatHide)
{
    for (auto const* body :
         {"To=a%40x", "to[]=a%40x", "to=a%40x&BCC=b%40y", "to=a%40x+b%40y", "to=a%40x;b%40y",
          "to=a%40x%0D%0ABcc:+b%40y", "to=a%40x&recipient-variables=%7B",
          "to=a%40x&recipient-variables=%5B%5D"}) {
        EXPECT_FALSE(mailgun.read(call_of(body, form_type))) << body;
    }
    auto query = call_of("to=a%40x", form_type);
    query.query = "bcc=b%40y";
    EXPECT_FALSE(mailgun.read(query));
    EXPECT_FALSE(mailgun.read(call_of("{}", "application/json")));
    EXPECT_FALSE(mailgun.read(call_of(
        parts({{"to", "a@x"}, {"recipient-variables", "{}"}, {"recipient-variables", "{}"}}),
        parts_type)));
    EXPECT_FALSE(mailgun.read(call_of("to=a%40x&message=To:+b%40y%0A%0A", form_type, mime_path)));
}

std::string letter(std::string const& extra = {})
{
    return "From: f@x\r\nTo: a@x, \"R, M\" <b@y>\r\n" + extra +
           "Cc: b@y\r\nSubject: s\r\n\r\nb@y stays in the text\r\n";
}

TEST(Mailgun, PrunesWhatARawMessageShows)
{
    auto const body = parts({{"to", "a@x"}, {"to", "b@y"}, {"message", letter()}});
    EXPECT_EQ(spellings(body, parts_type, mime_path),
              (Strings{"a@x", "b@y", "a@x", "\"R, M\" <b@y>", "b@y"}));

    auto const expected =
        parts({{"to", "a@x"},
               {"message", "From: f@x\r\nTo: a@x\r\nSubject: s\r\n\r\nb@y stays in the text\r\n"}});
    EXPECT_EQ(pruned(body, parts_type, {false, true, false, true, true}, mime_path), expected);
}

TEST(Mailgun, LeavesASignedMessageAsItIs)
{
    auto const sealed = letter("DKIM-Signature: v=1\r\n");
    auto const body = parts({{"to", "a@x, b@y"}, {"message", sealed}});

    EXPECT_EQ(pruned(body, parts_type, {false, true, false, true, true}, mime_path),
              parts({{"to", "a@x"}, {"message", sealed}}));
    auto const recipients = mailgun.read(call_of(body, parts_type, mime_path))->recipients;
    for (std::size_t i = 0; i < recipients.size(); ++i)
        EXPECT_EQ(recipients[i].sealed, i >= 2) << i;
}

TEST(Mailgun, KnowsItsPaths)
{
    auto const claims = [](std::string_view at) {
        return mailgun.claims({"POST", at, "", "", "", ""});
    };
    EXPECT_TRUE(claims(path));
    EXPECT_TRUE(claims(mime_path));
    EXPECT_TRUE(claims("/V3//mg.shop.example/messages/"));
    EXPECT_TRUE(claims("/v3/domains/mg.shop.example/messages/abc"));
    EXPECT_TRUE(claims("/v2/mg.shop.example/messages"));
    EXPECT_FALSE(claims("/v1/messages"));
    EXPECT_FALSE(claims("/v3/mg.shop.example/events"));
    EXPECT_FALSE(claims("/v3/mail/send"));
    EXPECT_TRUE(mailgun.owns(path));
    EXPECT_FALSE(mailgun.owns("/v3/mail/send"));
}

TEST(Mailgun, GivesHintsAndText)
{
    constexpr std::string_view body =
        "to=a%40x&from=f&o:tag=newsletter&o:tag=b&template=t&subject=s&text=p&html=%25unsubscribe_"
        "url%25&"
        "t:variables=%7B%22n%22%3A%22v%22%7D&attachment=x";
    auto const send = mailgun.read(call_of(body, form_type));
    ASSERT_TRUE(send);
    EXPECT_EQ(send->messages.front().hints.front().value, "newsletter");
    EXPECT_EQ(send->messages.front().template_id, "t");
    auto const text = mailgun.text(call_of(body, form_type), 0);
    EXPECT_EQ(text.subject, "s");
    EXPECT_EQ(text.values, Strings{"v"});
    EXPECT_TRUE(text.has_media);
    EXPECT_TRUE(text.has_unsubscribe);
}

}  // namespace
