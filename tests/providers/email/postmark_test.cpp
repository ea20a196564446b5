#include "providers/email/postmark.hpp"

#include "tests/providers/kept_back.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace {

namespace json = boost::json;
using providers::postmark;
using providers::RefusalStyle;
using recordings::keeping_back;
using recordings::Padded;
using Strings = std::vector<std::string>;

providers::Stamp const stamp{model::Time{}, "0123456789abcdef0123456789abcdef"};

providers::Call call_of(std::string_view path, std::string_view body)
{
    return {"POST", path, "", "application/json", "", body};
}

model::Result<model::Send> read(std::string_view body, std::string_view path = "/email")
{
    Padded const padded{body};
    return postmark.read(call_of(path, padded.view()));
}

Strings spellings(std::string_view body, std::string_view path = "/email")
{
    auto const send = read(body, path);
    if (!send) return {send.error().where + ": " + send.error().what};
    Strings all;
    for (auto const& recipient : send->recipients)
        all.push_back(recipient.spelling);
    return all;
}

std::string pruned(std::string_view body, std::vector<bool> const& kept_back,
                   std::string_view path = "/email")
{
    Padded const padded{body};
    auto const call = call_of(path, padded.view());
    auto const send = postmark.read(call);
    return providers::applied(postmark.rewrite(call, keeping_back(send.value(), kept_back)), body);
}

json::value merged(std::string_view body, std::vector<bool> const& kept_back,
                   std::string_view heard, std::string_view path = "/email",
                   RefusalStyle style = RefusalStyle::native)
{
    Padded const padded{body};
    Padded const said{heard};
    auto const call = call_of(path, padded.view());
    auto const decision = keeping_back(postmark.read(call).value(), kept_back);
    auto const answer =
        postmark.merge(call, decision, style, {200, "application/json", {}, said.view()}, stamp);
    return answer ? json::parse(answer->body) : json::value{};
}

TEST(Postmark, ReadsThreeListsOfALetter)
{
    EXPECT_EQ(
        spellings(
            R"({"To":"\"Roe, Max\" <m@x>,b@y","Cc":"c@z, Staff: d@w, e@w;","Bcc":null,"Subject":"s"})"),
        (Strings{"\"Roe, Max\" <m@x>", "b@y", "c@z", "d@w", "e@w"}));
    EXPECT_EQ(spellings(R"({"Bcc":"only@x"})"), Strings{"only@x"});
    EXPECT_EQ(spellings(R"({"To":"","Cc":""})"), Strings{});
}

TEST(Postmark, RefusesRecipientsThatHide)
{
    for (auto const* body :
         {R"({"to":"a@x"})", R"({"To":"a@x","BCC":"b@x"})", R"({"To":"a@x","To":"b@x"})",
          R"({"To":["a@x"]})", R"({"To":"a@x b@x"})", R"({"To":"a@x; b@x"})",
          R"({"To":"a@x","Headers":[{"Name":"bcc","Value":"b@x"}]})", R"([{"To":"a@x"}])",
          R"({"To":"a@x","Headers":[{"name":"Cc","value":"b@x"}]})",
          R"({"To":"a@x","Headers":[{"Name":"Cc ","Value":"b@x"}]})",
          R"({"To":"a@x","Headers":[{"Name":"X-A: 1\r\nBcc","Value":"b@x"}]})",
          R"({"To":"a@x","Headers":[{"name":"X-A","value":"1\r\nBcc: b@x"}]})",
          R"({"To":"a@x\r\nBcc: b@x"})", R"({"To":"a@x)"}) {
        EXPECT_FALSE(read(body)) << body;
    }
    EXPECT_FALSE(read(R"({"To":"a@x","Messages":[{"To":"b@x"}]})", "/email/bulk"));
    EXPECT_FALSE(read(R"({"messages":[{"To":"b@x"}]})", "/email/batchWithTemplates"));
    EXPECT_FALSE(read(R"({"To":"a@x"})", "/email/batch"));
}

TEST(Postmark, ClaimsEverySpellingOfItsPaths)
{
    for (auto const* path : {"/email", "/email/", "//Email", "/email/batch", "/email/withTemplate/",
                             "/email/batchWithTemplates", "/email/bulk", "/%65mail"}) {
        EXPECT_TRUE(postmark.claims(call_of(path, ""))) << path;
    }
    EXPECT_FALSE(postmark.claims(call_of("/messages/outbound", "")));
    EXPECT_FALSE(postmark.claims(call_of("/email/bulk/status", "")));
}

TEST(Postmark, CutsWithinAString)
{
    EXPECT_EQ(pruned(R"({"To":"\"R\u00f6, M\" <m@x>, b@y","Cc":"c@z","Bcc":"d@w","N":1.0})",
                     {true, false, true, false}),
              R"({"To":"b@y","Bcc":"d@w","N":1.0})");
    EXPECT_EQ(pruned(R"({"To":"a@x","Cc":"c@z"})", {true, false}), R"({"Cc":"c@z"})");
}

TEST(Postmark, LeavesLettersToNobodyOutOfABatch)
{
    EXPECT_EQ(pruned(R"([{"To":"a@x"},{"To":"b@y","Cc":"c@z"},{"To":"d@w"}])",
                     {true, false, true, false}, "/email/batch"),
              R"([{"To":"b@y"},{"To":"d@w"}])");
    EXPECT_EQ(pruned(R"({"Messages":[{"To":"a@x"},{"To":"b@y"}]})", {false, true},
                     "/email/batchWithTemplates"),
              R"({"Messages":[{"To":"a@x"}]})");
    EXPECT_EQ(pruned(R"({"From":"f","Messages":[{"To":"a@x"},{"To":"b@y"}]})", {true, false},
                     "/email/bulk"),
              R"({"From":"f","Messages":[{"To":"b@y"}]})");
}

constexpr std::string_view ok = R"({"To":"b@y","MessageID":"1","ErrorCode":0,"Message":"OK"})";

TEST(Postmark, TellsOfThoseLeftOutOfALetter)
{
    auto const answer = merged(R"({"To":"Al <A@X>, b@y, c@z"})", {true, false, true}, ok);

    EXPECT_EQ(answer.at("Message").as_string(),
              "Message OK, but will not deliver to these inactive addresses: a@x, c@z. Inactive "
              "recipients are "
              "ones that have generated a hard bounce or a spam complaint.");
    EXPECT_EQ(answer.at("MessageID").as_string(), "1");
    auto const both = merged(
        R"({"To":"a@x, b@y, c@z"})", {true, false, false},
        R"({"ErrorCode":0,"Message":"Message OK, but will not deliver to these inactive addresses: c@z. Inactive"})");
    EXPECT_EQ(both.at("Message").as_string(),
              "Message OK, but will not deliver to these inactive addresses: a@x, c@z. Inactive");
    EXPECT_TRUE(merged(R"({"To":"a@x, b@y"})", {true, false}, R"({"ErrorCode":300,"Message":"x"})")
                    .is_null());
}

TEST(Postmark, SplicesABatchAtItsPlaces)
{
    auto const answer =
        merged(R"([{"To":"a@x"},{"To":"b@y, c@z"},{"To":"d@w"}])", {true, false, true, false},
               R"([{"To":"b@y","ErrorCode":0,"Message":"OK"},{"ErrorCode":300,"Message":"bad"}])",
               "/email/batch");

    auto const& results = answer.as_array();
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results[0].at("ErrorCode").as_int64(), 406);
    EXPECT_EQ(results[0].at("Message").as_string(),
              "You tried to send to recipient(s) that have been marked as inactive. Found inactive "
              "addresses: a@x. "
              "Inactive recipients are ones that have generated a hard bounce, a spam complaint, "
              "or a manual "
              "suppression. ");
    EXPECT_EQ(results[1].at("ErrorCode").as_int64(), 0);
    EXPECT_TRUE(results[1].at("Message").as_string().find("addresses: c@z. ") !=
                json::string::npos);
    EXPECT_EQ(results[2].at("Message").as_string(), "bad");
}

TEST(Postmark, ShowsNothingWhereItIsToAccept)
{
    auto const answer = merged(R"([{"To":"a@x"},{"To":"b@y, c@z"}])", {true, false, true},
                               R"([{"To":"b@y","ErrorCode":0,"Message":"OK"}])", "/email/batch",
                               RefusalStyle::accept);
    for (auto const& result : answer.as_array()) {
        EXPECT_EQ(result.at("ErrorCode").as_int64(), 0);
        EXPECT_EQ(result.at("Message").as_string(), "OK");
    }
    EXPECT_EQ(answer.as_array().size(), 2U);
    EXPECT_TRUE(merged(R"({"To":"a@x, b@y"})", {true, false}, ok, "/email", RefusalStyle::accept)
                    .is_null());
}

TEST(Postmark, RefusesAsItDoesInactiveRecipients)
{
    constexpr std::string_view body = R"({"To":"A@x, b@y"})";
    Padded const padded{body};
    auto const call = call_of("/email", padded.view());
    auto const decision = keeping_back(postmark.read(call).value(), {true, true});

    auto const native = postmark.answer(call, decision, RefusalStyle::native, stamp);
    EXPECT_EQ(native.status, 422U);
    EXPECT_EQ(json::parse(native.body).at("ErrorCode").as_int64(), 406);
    EXPECT_NE(native.body.find("Found inactive addresses: a@x, b@y. Inactive"), std::string::npos);
    auto const accept = postmark.answer(call, decision, RefusalStyle::accept, stamp);
    EXPECT_EQ(accept.status, 200U);
    EXPECT_EQ(json::parse(accept.body).at("To").as_string(), "A@x, b@y");
    EXPECT_EQ(json::parse(accept.body).at("SubmittedAt").as_string(), "1970-01-01T00:00:00Z");
}

TEST(Postmark, AnswersABatchToNobodyOneByOne)
{
    constexpr std::string_view body = R"([{"To":"a@x"},{"To":"b@y"}])";
    Padded const padded{body};
    auto const call = call_of("/email/batch", padded.view());
    auto const decision = keeping_back(postmark.read(call).value(), {true, true});

    auto const native = postmark.answer(call, decision, RefusalStyle::native, stamp);

    EXPECT_EQ(native.status, 200U);
    auto const results = json::parse(native.body);
    ASSERT_EQ(results.as_array().size(), 2U);
    EXPECT_EQ(results.at(1).at("ErrorCode").as_int64(), 406);
}

TEST(Postmark, GivesHintsAndText)
{
    constexpr std::string_view body =
        R"({"From":"f@x","To":"a@x","MessageStream":"broadcast","Tag":"t","TemplateId":12,"Subject":"s","TextBody":"p",)"
        R"("HtmlBody":"<p>{{{ pm:unsubscribe }}}","TemplateModel":{"a":["b",1]},"Attachments":[{}]})";
    auto const send = read(body);
    ASSERT_TRUE(send);
    auto const& message = send->messages.front();
    ASSERT_EQ(message.hints.size(), 2U);
    EXPECT_EQ(message.hints[0].value, "broadcast");
    EXPECT_EQ(message.template_id, "12");
    EXPECT_EQ(message.sender, "f@x");
    Padded const padded{body};
    auto const text = postmark.text(call_of("/email", padded.view()), 0);
    EXPECT_EQ(text.subject, "s");
    EXPECT_EQ(text.plain, "p");
    EXPECT_EQ(text.values, (Strings{"b", "1"}));
    EXPECT_TRUE(text.has_media);
    EXPECT_TRUE(text.has_unsubscribe);
}

}  // namespace
