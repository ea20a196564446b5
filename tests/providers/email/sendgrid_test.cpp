#include "providers/email/sendgrid.hpp"

#include "tests/providers/recording.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace {

namespace json = boost::json;
using providers::RefusalStyle;
using providers::sendgrid;
using providers::Trouble;
using recordings::keeping_back;
using recordings::Padded;

providers::Call call_of(std::string_view body)
{
    return {"POST", "/v3/mail/send", "", "application/json", "Bearer SG.x", body};
}

model::Result<model::Send> read(std::string_view body)
{
    Padded const padded{body};
    return sendgrid.read(call_of(padded.view()));
}

/// Where the problem lies; empty: it reads.
std::string where(std::string_view body)
{
    auto const send = read(body);
    return send ? std::string{} : send.error().where;
}

std::string pruned(std::string_view body, std::vector<bool> const& kept_back)
{
    Padded const padded{body};
    auto const call = call_of(padded.view());
    auto const send = sendgrid.read(call);
    if (!send) return send.error().where;
    return providers::applied(sendgrid.rewrite(call, keeping_back(*send, kept_back)),
                              padded.view());
}

TEST(SendGrid, ReadsEveryPersonalizationAsAnEnvelope)
{
    auto const send =
        read(R"({"personalizations":[{"to":[{"email":"a@x"},{"email":"B <b@x>","name":"B"}],
        "cc":[{"email":"c@x"}]},{"bcc":[{"email":"d@x"}],"to":[{"email":"e@x"}],"from":{"email":"other@x"}}],
        "from":{"email":"shop@x"},"template_id":"d-1"})");

    ASSERT_TRUE(send);
    ASSERT_EQ(send->recipients.size(), 5U);
    auto const& all = send->recipients;
    EXPECT_EQ(all[1].spelling, "B <b@x>");
    EXPECT_EQ(all[1].channel, model::Channel::email);
    EXPECT_TRUE(all[0].primary && all[1].primary && !all[2].primary && !all[3].primary &&
                all[4].primary);
    EXPECT_EQ(all[2].envelope, 0U);
    EXPECT_EQ(all[3].envelope, 1U);
    ASSERT_EQ(send->messages.size(), 2U);
    EXPECT_EQ(all[0].message, 0U);
    EXPECT_EQ(all[4].message, 1U);
    EXPECT_EQ(send->messages[0].sender, "shop@x");
    EXPECT_EQ(send->messages[1].sender, "other@x");
    EXPECT_EQ(send->messages[1].template_id, "d-1");
}

model::Text text_of(std::string_view body, std::size_t message = 0)
{
    Padded const padded{body};
    return sendgrid.text(call_of(padded.view()), message);
}

TEST(SendGrid, GivesSubjectPartsAndWhatIsAttached)
{
    auto const text = text_of(
        R"({"personalizations":[{"to":[{"email":"a@x"}]}],"subject":"Caf\u00e9","content":[
        {"type":"text/plain","value":"Hi"},{"type":"text/html; charset=utf-8","value":"<p>Hi"},
        {"type":"text/x-amp-html","value":"<html amp4email>"}]})");
    EXPECT_EQ(text.subject, "Caf\u00e9");
    EXPECT_EQ(text.plain, "Hi");
    EXPECT_EQ(text.html, "<p>Hi");
    EXPECT_FALSE(text.has_media || text.has_unsubscribe);

    EXPECT_TRUE(text_of(R"({"attachments":[{"content":"eA==","filename":"x"}]})").has_media);
    EXPECT_FALSE(text_of(R"({"attachments":[]})").has_media);
    EXPECT_TRUE(text_of(R"({"content":[{"type":"text/calendar","value":"BEGIN"}]})").has_media);
}

TEST(SendGrid, TellsWhetherAListUnsubscribeFieldGoesOut)
{
    EXPECT_TRUE(text_of(R"({"headers":{"list-unsubscribe":"<mailto:x@y>"}})").has_unsubscribe);
    EXPECT_TRUE(text_of(R"({"asm":{"group_id":1}})").has_unsubscribe);
    EXPECT_TRUE(text_of(R"({"personalizations":[{"headers":{"List-Unsubscribe":"<x>"}}]})")
                    .has_unsubscribe);
    EXPECT_FALSE(text_of(R"({"headers":{"X-Shop":"1"},"asm":null})").has_unsubscribe);
}

TEST(SendGrid, GivesEachMessageItsOwnSubjectAndItsTemplatesValues)
{
    constexpr std::string_view body =
        R"({"subject":"Common","sections":{"s":"part"},"from":{"email":"shop@x"},"personalizations":[
        {"to":[{"email":"a@x"}],"dynamic_template_data":{"name":"Ada","rows":[{"price":9.5},null,true]}},
        {"to":[{"email":"b@x"}],"subject":"Own","substitutions":{"-n-":"Bob"}},
        {"to":[{"email":"c@x"}],"substitutions":{"-n-":"Cy"}},
        {"to":[{"email":"d@x"}],"from":{"email":"other@x"}}]})";
    auto const send = read(body);
    ASSERT_TRUE(send);
    ASSERT_EQ(send->messages.size(), 3U);
    std::vector<std::size_t> messages;
    for (auto const& recipient : send->recipients)
        messages.push_back(recipient.message);
    EXPECT_EQ(messages, (std::vector<std::size_t>{0, 1, 0, 2}));
    EXPECT_EQ(send->messages[1].sender, "shop@x");
    EXPECT_EQ(send->messages[2].sender, "other@x");

    EXPECT_EQ(text_of(body, 0).subject, "Common");
    EXPECT_EQ(text_of(body, 0).values, (std::vector<std::string>{"part", "Ada", "9.5", "Cy"}));
    EXPECT_EQ(text_of(body, 1).subject, "Own");
    EXPECT_EQ(text_of(body, 1).values, (std::vector<std::string>{"part", "Bob"}));
    EXPECT_EQ(text_of(body, 2).values, (std::vector<std::string>{"part"}));
}

TEST(SendGrid, CountsMessagesFromTheFirstPersonalization)
{
    auto const send = read(R"({"from":{"email":"shop@x"},"personalizations":[
        {"to":[{"email":"a@x"}],"from":{"email":"first@x"}},{"to":[{"email":"b@x"}]}]})");
    ASSERT_TRUE(send);
    ASSERT_EQ(send->messages.size(), 2U);
    EXPECT_EQ(send->messages[0].sender, "first@x");
    EXPECT_EQ(send->messages[1].sender, "shop@x");
    EXPECT_EQ(send->recipients[1].message, 1U);
}

TEST(SendGrid, GivesHintsStrongestFirst)
{
    auto const send =
        read(R"({"ip_pool_name":"bulk","mail_settings":{"bypass_list_management":{"enable":true},
        "bypass_spam_management":{"enable":false}},"tracking_settings":{"subscription_tracking":{"enable":true}},
        "categories":["autumn","marketing"],"asm":{"group_id":4711},"personalizations":[{"to":[{"email":"a@x"}]}]})");

    ASSERT_TRUE(send);
    std::vector<std::string> hints;
    for (auto const& hint : send->messages[0].hints)
        hints.push_back(std::string{hint.name} + "=" + hint.value);
    EXPECT_EQ(hints,
              (std::vector<std::string>{"asm.group_id=4711", "categories=autumn",
                                        "categories=marketing", "subscription_tracking=true",
                                        "ip_pool_name=bulk", "bypass_list_management=true"}));
}

TEST(SendGrid, NamesThePlaceOfWhatItCantRead)
{
    EXPECT_EQ(where("[]"), "");  // the document itself
    EXPECT_FALSE(read("[]"));
    EXPECT_EQ(where("{}"), "personalizations");
    EXPECT_EQ(where(R"({"personalizations":{}})"), "personalizations");
    EXPECT_EQ(where(R"({"personalizations":[1]})"), "personalizations.0");
    EXPECT_EQ(where(R"({"personalizations":[{}]})"), "personalizations.0.to");
    EXPECT_EQ(where(R"({"personalizations":[{"to":[]}]})"), "personalizations.0.to");
    EXPECT_EQ(where(R"({"personalizations":[{"to":{"email":"a@x"}}]})"), "personalizations.0.to");
    EXPECT_EQ(where(R"({"personalizations":[{"to":"a@x"}]})"), "personalizations.0.to");
    EXPECT_EQ(where(R"({"personalizations":[{"to":[{"email":"a@x"},{"email":["b@x"]}]}]})"),
              "personalizations.0.to.1.email");
    EXPECT_EQ(where(R"({"personalizations":[{"to":[{"email":"a@x"}]},{"to":[{"name":"A"}]}]})"),
              "personalizations.1.to.0.email");
    EXPECT_EQ(where(R"({"personalizations":[{"to":[{"email":"a@x"}],"cc":[7]}]})"),
              "personalizations.0.cc.0");
    EXPECT_EQ(where(R"({"personalizations":[{"to":[{"email":"a@x"}],"cc":null}]})"), "");
    EXPECT_EQ(where(R"({"personalizations":[{"cc":[{"email":"a@x"}]}]})"), "personalizations.0.to");
}

TEST(SendGrid, RefusesKeysThatAnotherReaderTakesForRecipients)
{
    EXPECT_EQ(where(R"({"personalizations":[{"to":[{"email":"a@x"}],"Bcc":[{"email":"b@x"}]}]})"),
              "personalizations.0.bcc");
    EXPECT_EQ(where(R"({"personalizations":[{"to":[{"email":"a@x","EMAIL":"b@x"}]}]})"),
              "personalizations.0.to.0.email");
    EXPECT_EQ(where(R"({"personalizations":[{"to":[{"email":"a@x"}]}],"Personalizations":[]})"),
              ".personalizations");
    EXPECT_FALSE(
        read(R"({"personalizations":[{"to":[{"email":"a@x"}],"t\u006f":[{"email":"b@x"}]}]})"));
    EXPECT_FALSE(read(R"({"personalizations":[{"to":[{"email":"a@x"}]}]}{"personalizations":[]})"));
}

TEST(SendGrid, RefusesMoreCategoriesThanAnybodyUses)
{
    auto const with = [](std::size_t count) {
        std::string body = R"({"personalizations":[{"to":[{"email":"a@x.example"}]}],)"
                           R"("categories":["c")";
        for (std::size_t i = 1; i < count; ++i)
            body += R"(,"c")";
        return body + "]}";
    };
    EXPECT_TRUE(read(with(providers::most_hints)));
    EXPECT_EQ(read(with(providers::most_hints + 1)).error().where, "categories");
}

TEST(SendGrid, RefusesHeadersThatNameRecipients)
{
    auto const reads = [](std::string const& root, std::string const& envelope) {
        auto const body = R"({"personalizations":[{"to":[{"email":"a@x.example"}])" + envelope +
                          "}]" + root + "}";
        return static_cast<bool>(read(body));
    };
    for (auto const* headers : {R"({"Bcc":"b@x.example"})", R"({"to":"b@x.example"})",
                                R"({"X-Shop":"1\r\nBcc: b@x.example"})"}) {
        EXPECT_FALSE(reads(std::string{R"(,"headers":)"} + headers, "")) << headers;
        EXPECT_FALSE(reads("", std::string{R"(,"headers":)"} + headers)) << headers;
    }
    EXPECT_TRUE(reads(R"(,"headers":{"X-Shop":"1"})", R"(,"headers":{"X-Cart":"2"})"));
}

TEST(SendGrid, UnescapesAddresses)
{
    auto const send =
        read(R"({"personalizations":[{"to":[{"\u0065mail":"\u0061lice@m\u00fcnchen.example"}]}]})");

    ASSERT_TRUE(send);
    EXPECT_EQ(send->recipients[0].spelling, "alice@m\xC3\xBCnchen.example");
}

TEST(SendGrid, CutsWhatIsKeptBackAndListsLeftEmpty)
{
    std::string_view const body =
        R"({ "personalizations" : [ {"to":[ {"email":"a@x"} , {"email":"b@x"}], "cc":[{"email":"c@x"}] ,"bcc" : [],)"
        R"( "n":19.90}, {"to":[{"email":"d@x"}]} ], "big":123456789012345678901234567890})";

    EXPECT_EQ(
        pruned(body, {true, false, false, false}),
        R"({ "personalizations" : [ {"to":[ {"email":"b@x"}], "cc":[{"email":"c@x"}] ,"bcc" : [],)"
        R"( "n":19.90}, {"to":[{"email":"d@x"}]} ], "big":123456789012345678901234567890})");
    EXPECT_EQ(pruned(body, {false, true, true, true}),
              R"({ "personalizations" : [ {"to":[ {"email":"a@x"}] ,"bcc" : [],)"
              R"( "n":19.90} ], "big":123456789012345678901234567890})");
    EXPECT_EQ(
        pruned(body, {true, true, false, false}),
        R"({ "personalizations" : [ {"to":[{"email":"d@x"}]} ], "big":123456789012345678901234567890})");
}

TEST(SendGrid, CutsTheArchiveCopyOfTheMailSettings)
{
    std::string_view const body =
        R"({"personalizations":[{"to":[{"email":"a@x"}]}],)"
        R"("mail_settings":{"bcc":{"enable":true,"email":"z@x"},"footer":{}}})";
    auto const send = read(body);
    ASSERT_TRUE(send);
    ASSERT_EQ(send->recipients.size(), 2U);
    EXPECT_EQ(send->recipients[1].spelling, "z@x");
    EXPECT_FALSE(send->recipients[1].primary);

    EXPECT_EQ(pruned(body, {false, true}),
              R"({"personalizations":[{"to":[{"email":"a@x"}]}],"mail_settings":{"footer":{}}})");
}

TEST(SendGrid, PrunesAThousandPersonalizations)
{
    std::string body = R"({"personalizations":[)";
    std::vector<bool> kept_back;
    for (int i = 0; i < 1000; ++i) {
        body +=
            (i ? "," : "") + std::string{R"({"to":[{"email":"p)"} + std::to_string(i) + R"(@x"}]})";
        kept_back.push_back(i % 3 != 1);
    }
    body += "]}";

    auto const left = read(pruned(body, kept_back));

    ASSERT_TRUE(left);
    ASSERT_EQ(left->recipients.size(), 333U);
    EXPECT_EQ(left->recipients.front().spelling, "p1@x");
    EXPECT_EQ(left->recipients.back().spelling, "p997@x");
}

TEST(SendGrid, ClaimsSendsInAnySpellingAndNothingElse)
{
    auto const claims = [](std::string_view method, std::string_view path) {
        return sendgrid.claims({method, path, "", "", "", ""});
    };
    for (auto const* path : {"/v3/mail/send", "/v3/mail/send/", "//v3/mail/send", "/v3/mail/%73end",
                             "/api/mail.send.json"}) {
        EXPECT_TRUE(claims("POST", path)) << path;
    }
    EXPECT_FALSE(claims("GET", "/v3/mail/send"));
    EXPECT_FALSE(claims("POST", "/v3/mail/batch"));
    EXPECT_TRUE(sendgrid.owns("/v3/mail/batch/1"));
    EXPECT_FALSE(sendgrid.owns("/v3/templates"));
}

TEST(SendGrid, RefusesTheRetiredApiAndOtherMediaTypes)
{
    auto call = call_of("to=a@x");
    call.path = "/api/mail.send.json";
    EXPECT_EQ(sendgrid.read(call).error().where, "path");
    call = call_of("{}");
    call.content_type = "text/xml";
    EXPECT_EQ(providers::trouble_of(sendgrid.read(call).error()), Trouble::unsupported_media);
}

TEST(SendGrid, AnswersAsForSuppressedAddresses)
{
    providers::Stamp const stamp{model::Time{}, "fbff000102030405060708090a0b0c0d"};
    for (auto const style : {RefusalStyle::native, RefusalStyle::accept}) {
        auto const answer = sendgrid.answer(call_of("{}"), {}, style, stamp);
        EXPECT_EQ(answer.status, 202U);
        EXPECT_TRUE(answer.body.empty());
        ASSERT_EQ(answer.headers.size(), 1U);
        EXPECT_EQ(answer.headers[0].first, "X-Message-Id");
        EXPECT_EQ(answer.headers[0].second, "-_8AAQIDBAUGBwgJCgsMDQ");
    }
    auto const error = sendgrid.answer(call_of("{}"), {}, RefusalStyle::error, stamp);
    EXPECT_EQ(error.status, 400U);
    EXPECT_EQ(error.body,
              R"({"errors":[{"message":"every recipient of this message is suppressed",)"
              R"("field":"personalizations.0.to.0.email","help":null}]})");
}

TEST(SendGrid, RefusesInItsOwnErrorShape)
{
    auto const unreadable = sendgrid.refuse(call_of(""), Trouble::unreadable,
                                            {"not a string", "personalizations.0.to.1.email"});
    EXPECT_EQ(unreadable.status, 400U);
    EXPECT_EQ(
        unreadable.body,
        R"({"errors":[{"message":"not a string","field":"personalizations.0.to.1.email","help":null}]})");
    auto const too_large = sendgrid.refuse(call_of(""), Trouble::too_large, {"what", "where"});
    EXPECT_EQ(too_large.body,
              R"({"errors":[{"message":"content too large","field":null,"help":null}]})");
    for (auto const trouble :
         {Trouble::unsupported_media, Trouble::overloaded, Trouble::store_unavailable,
          Trouble::upstream_refused, Trouble::upstream_timeout}) {
        auto const answer = sendgrid.refuse(call_of(""), trouble, {"what", "where"});
        EXPECT_TRUE(json::parse(answer.body).at("errors").at(0).at("message").is_string());
        EXPECT_EQ(answer.status, providers::status_of(trouble));
    }
}

}  // namespace
