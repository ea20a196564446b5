#include "providers/email/ses.hpp"

#include "providers/wire/basic_auth.hpp"
#include "tests/providers/kept_back.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace {

namespace json = boost::json;
using providers::RefusalStyle;
using providers::ses;
using recordings::keeping_back;
using recordings::Padded;
using Strings = std::vector<std::string>;

providers::Stamp const stamp{model::Time{}, "0123456789abcdef0123456789abcdef"};
constexpr std::string_view emails = "/v2/email/outbound-emails";
constexpr std::string_view bulk = "/v2/email/outbound-bulk-emails";

/// A call on v2 where there is a path, else on v1.
providers::Call call_of(std::string_view body, std::string_view path = "/")
{
    return {"POST", path,
            "",     path == "/" ? "application/x-www-form-urlencoded" : "application/json",
            "",     body};
}

model::Result<model::Send> read(std::string_view body, std::string_view path = "/")
{
    Padded const padded{body};
    return ses.read(call_of(padded.view(), path));
}

Strings spellings(std::string_view body, std::string_view path = "/")
{
    auto const send = read(body, path);
    if (!send) return {send.error().where + ": " + send.error().what};
    Strings all;
    for (auto const& recipient : send->recipients)
        all.push_back(recipient.spelling);
    return all;
}

std::string pruned(std::string_view body, std::vector<bool> const& kept_back,
                   std::string_view path = "/")
{
    Padded const padded{body};
    auto const call = call_of(padded.view(), path);
    auto const send = ses.read(call);
    if (!send) return send.error().where + ": " + send.error().what;
    return providers::applied(ses.rewrite(call, keeping_back(*send, kept_back)), body);
}

std::string raw_of(std::string_view message)
{
    return R"({"Content":{"Raw":{"Data":")" + wire::base64(message) + R"("}}})";
}

// ---- v2

TEST(SesV2, ReadsAndCutsADestination)
{
    constexpr std::string_view body =
        R"({"Destination":{"ToAddresses":["Al <a@x>","b@y"],"CcAddresses":["c@z"],"BccAddresses":[]},"Content":{}})";
    EXPECT_EQ(spellings(body, emails), (Strings{"Al <a@x>", "b@y", "c@z"}));
    EXPECT_EQ(pruned(body, {true, false, true}, emails),
              R"({"Destination":{"ToAddresses":["b@y"],"BccAddresses":[]},"Content":{}})");
    EXPECT_EQ(pruned(R"({"Destination":{"ToAddresses":["G: a@x, b@y;"]}})", {true, false}, emails),
              R"({"Destination":{"ToAddresses":["G: b@y;"]}})");
}

TEST(SesV2, RefusesRecipientsThatHide)
{
    for (auto const* body :
         {R"({"destination":{"ToAddresses":["a@x"]}})",
          R"({"Destination":{"toAddresses":["a@x"]}})", R"({"Destination":{"ToAddresses":"a@x"}})",
          R"({"Destination":{"ToAddresses":["a@x b@x"]}})",
          R"({"Destination":{},"Destination":{"ToAddresses":["a@x"]}})",
          R"({"Content":{"raw":{"Data":"eA=="}}})", R"({"Content":{"Raw":{"Data":"!"}}})",
          R"({"Content":{"Raw":{}}})",
          R"({"Content":{"Simple":{"Headers":[{"Name":"Bcc","Value":"b@x"}]}}})"}) {
        EXPECT_FALSE(read(body, emails)) << body;
    }
    EXPECT_FALSE(read(R"({"BulkEmailEntries":{}})", bulk));
    EXPECT_FALSE(read(
        R"({"BulkEmailEntries":[{"ReplacementHeaders":[{"Name":"cc","Value":"b@x"}]}]})", bulk));
}

TEST(SesV2, SpellsARawMessageAnew)
{
    auto const body = raw_of("From: f@x\r\nTo: a@x,\r\n b@y\r\nCc: c@z\r\n\r\nHi a@x\r\n");
    EXPECT_EQ(spellings(body, emails), (Strings{"a@x", "b@y", "c@z"}));
    EXPECT_EQ(pruned(body, {true, false, true}, emails),
              raw_of("From: f@x\r\nTo: b@y\r\n\r\nHi a@x\r\n"));
}

TEST(SesV2, HeadersBesideADestinationAreCopies)
{
    auto const message = wire::base64("X: y\r\nTo: a@x\r\nCc: c@z\r\n\r\n");
    auto const body = R"({"Content":{"Raw":{"Data":")" + message +
                      R"("}},"Destination":{"ToAddresses":["a@x","b@y"]}})";
    auto const send = read(body, emails);
    ASSERT_TRUE(send);
    ASSERT_EQ(send->recipients.size(), 4U);
    EXPECT_TRUE(send->recipients[1].primary);
    EXPECT_FALSE(send->recipients[3].primary);
    EXPECT_EQ(pruned(body, {true, false, true, false}, emails),
              R"({"Content":{"Raw":{"Data":")" + wire::base64("X: y\r\nCc: c@z\r\n\r\n") +
                  R"("}},"Destination":{"ToAddresses":["b@y"]}})");
}

std::vector<bool> sealed(std::string_view body, std::string_view path)
{
    std::vector<bool> all;
    auto const send = read(body, path);
    for (auto const& recipient : send->recipients)
        all.push_back(recipient.sealed);
    return all;
}

TEST(Ses, TellsWhoStandsInWhatASenderSigned)
{
    auto const signed_raw = raw_of("DKIM-Signature: v=1\r\nTo: a@x, b@y\r\n\r\nHi\r\n");
    auto with_envelope = signed_raw;
    with_envelope.insert(1, R"("Destination":{"BccAddresses":["c@z"]},)");

    EXPECT_EQ(sealed(signed_raw, emails), (std::vector{true, true}));
    EXPECT_EQ(sealed(with_envelope, emails), (std::vector{false, true, true}));
    EXPECT_EQ(sealed(raw_of("X: y\r\nTo: a@x\r\n\r\nHi\r\n"), emails), std::vector{false});
    EXPECT_EQ(sealed("Action=SendRawEmail&RawMessage.Data=" +
                         wire::base64("DKIM-Signature: v=1\nTo: a@x\n\nHi!!"),
                     "/"),
              std::vector{true});
}

TEST(SesV2, GivesASignedMessageAnEnvelopeInsteadOfACut)
{
    auto const body = raw_of("DKIM-Signature: v=1\r\nTo: a@x, \"B\" <b@y>\r\n\r\nHi\r\n");
    auto expected = body;
    expected.insert(1, R"("Destination":{"ToAddresses":["b@y"]},)");

    EXPECT_EQ(pruned(body, {true, false}, emails), expected);
}

constexpr std::string_view entries =
    R"({"BulkEmailEntries":[{"Destination":{"ToAddresses":["a@x"]}},{"Destination":{"ToAddresses":["b@y"],)"
    R"("CcAddresses":["c@z"]}},{"Destination":{"BccAddresses":["d@w"]}}],"DefaultContent":{}})";

TEST(SesV2, SplicesABulkAtItsPlaces)
{
    EXPECT_EQ(
        pruned(entries, {true, false, true, false}, bulk),
        R"({"BulkEmailEntries":[{"Destination":{"ToAddresses":["b@y"]}},{"Destination":{"BccAddresses":["d@w"]}}],)"
        R"("DefaultContent":{}})");
    Padded const padded{entries};
    Padded const heard{
        R"({"BulkEmailEntryResults":[{"Status":"SUCCESS","MessageId":"1"},{"Status":"FAILED"}]})"};
    auto const call = call_of(padded.view(), bulk);
    auto const decision = keeping_back(ses.read(call).value(), {true, false, true, false});

    auto const answer = ses.merge(call, decision, RefusalStyle::native,
                                  {200, "application/json", {}, heard.view()}, stamp);

    ASSERT_TRUE(answer);
    auto const body = json::parse(answer->body);
    auto const& results = body.at("BulkEmailEntryResults").as_array();
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results[0].at("Status").as_string(), "MESSAGE_REJECTED");
    EXPECT_EQ(results[1].at("MessageId").as_string(), "1");
    EXPECT_EQ(results[2].at("Status").as_string(), "FAILED");

    auto const accepted = ses.merge(call, decision, RefusalStyle::accept,
                                    {200, "application/json", {}, heard.view()}, stamp);
    ASSERT_TRUE(accepted);
    auto const first = json::parse(accepted->body).at("BulkEmailEntryResults").at(0);
    EXPECT_EQ(first.at("Status").as_string(), "SUCCESS");
    EXPECT_FALSE(first.at("MessageId").as_string().empty());
}

TEST(SesV2, AnswersAsItDoesASuppressedAddress)
{
    Padded const one{R"({"Destination":{"ToAddresses":["a@x"]}})"};
    Padded const many{entries};
    auto const call = call_of(one.view(), emails);
    auto const decision = keeping_back(ses.read(call).value(), {true});

    auto const native = ses.answer(call, decision, RefusalStyle::native, stamp);
    EXPECT_EQ(native.status, 200U);
    EXPECT_FALSE(json::parse(native.body).at("MessageId").as_string().empty());
    auto const error = ses.answer(call, decision, RefusalStyle::error, stamp);
    EXPECT_EQ(error.status, 400U);
    EXPECT_EQ(error.headers[1].second, "MessageRejected");
    auto const rejected =
        ses.answer(call_of(many.view(), bulk), decision, RefusalStyle::native, stamp);
    EXPECT_EQ(json::parse(rejected.body).at("BulkEmailEntryResults").as_array().size(), 3U);
}

TEST(SesV2, GivesHintsAndText)
{
    constexpr std::string_view body =
        R"({"FromEmailAddress":"f@x","Destination":{"ToAddresses":["a@x"]},"ListManagementOptions":{"TopicName":"offers"},)"
        R"("EmailTags":[{"Name":"k","Value":"v"}],"Content":{"Template":{"TemplateName":"t","TemplateData":"{\"n\":\"w\"}"}}})";
    auto const send = read(body, emails);
    ASSERT_TRUE(send);
    auto const& message = send->messages.front();
    EXPECT_EQ(message.hints[0].value, "offers");
    EXPECT_EQ(message.hints[1].value, "k=v");
    EXPECT_EQ(message.template_id, "t");
    Padded const padded{body};
    EXPECT_EQ(ses.text(call_of(padded.view(), emails), 0).values, Strings{"w"});
}

TEST(SesV2, RefusesMoreTagsThanAnybodyUses)
{
    std::string body = R"({"Destination":{"ToAddresses":["a@x"]},"EmailTags":[)";
    for (std::size_t i = 0; i <= providers::most_hints; ++i)
        body += R"({"Name":"k","Value":"v"},)";
    body.back() = ']';
    EXPECT_EQ(read(body + "}", emails).error().where, "EmailTags");
}

// ---- v1

TEST(SesV1, RefusesMoreTagsThanAnybodyUses)
{
    std::string body = "Action=SendEmail&Source=f%40x&Destination.ToAddresses.member.1=a%40x";
    for (std::size_t i = 1; i <= providers::most_hints + 1; ++i) {
        auto const tag = "&Tags.member." + std::to_string(i);
        body += tag + ".Name=k" + tag + ".Value=v";
    }
    EXPECT_EQ(read(body).error().where, "Tags");
}

TEST(SesV1, NumbersWhatIsLeftAnew)
{
    constexpr std::string_view body =
        "Action=SendEmail&Destination.ToAddresses.member.1=a%40x&Destination.ToAddresses.member.2="
        "B%20%3Cb%40y%3E&"
        "Destination.ToAddresses.member.3=c%40z&Destination.CcAddresses.member.1=d%40w&Source=f%"
        "40x";
    EXPECT_EQ(spellings(body), (Strings{"a@x", "B <b@y>", "c@z", "d@w"}));
    EXPECT_EQ(pruned(body, {true, false, false, true}),
              "Action=SendEmail&Destination.ToAddresses.member.1=B%20%3Cb%40y%3E&Destination."
              "ToAddresses.member.2=c%40z&"
              "Source=f%40x");
    EXPECT_EQ(pruned("Action=SendEmail&Destination.ToAddresses.member.2=b%40y&Destination."
                     "ToAddresses.member.1=a%40x",
                     {true, false}),
              "Action=SendEmail&Destination.ToAddresses.member.1=b%40y")
        << "in any order";
    EXPECT_EQ(pruned("Action=SendEmail&Destination.ToAddresses.member.1=a%40x&Destination%"
                     "2EToAddresses.member%2E%32=b%40y",
                     {true, false}),
              "Action=SendEmail&Destination%2EToAddresses.member%2E1=b%40y");
}

constexpr std::string_view destinations =
    "Action=SendBulkTemplatedEmail&Destinations.member.1.Destination.ToAddresses.member.1=a%40x&"
    "Destinations.member.1.ReplacementTemplateData=%7B%7D&Destinations.member.2.Destination."
    "ToAddresses.member.1=b%40y&"
    "Destinations.member.2.Destination.CcAddresses.member.1=c%40z&Destinations.member.2."
    "ReplacementTags.member.1.Name=row";

TEST(SesV1, LeavesEntriesToNobodyOutOfABulk)
{
    EXPECT_EQ(spellings(destinations), (Strings{"a@x", "b@y", "c@z"}));
    EXPECT_EQ(pruned(destinations, {true, false, true}),
              "Action=SendBulkTemplatedEmail&Destinations.member.1.Destination.ToAddresses.member."
              "1=b%40y&"
              "Destinations.member.1.ReplacementTags.member.1.Name=row");
    EXPECT_EQ(pruned(destinations, {false, true, true}),
              "Action=SendBulkTemplatedEmail&Destinations.member.1.Destination.ToAddresses.member."
              "1=a%40x&"
              "Destinations.member.1.ReplacementTemplateData=%7B%7D");
}

TEST(SesV1, SplicesABulkAtItsPlaces)
{
    auto const call = call_of(destinations);
    auto const decision = keeping_back(ses.read(call).value(), {true, false, false});
    Padded const heard{
        "<SendBulkTemplatedEmailResponse><SendBulkTemplatedEmailResult><Status><member><MessageId>"
        "1</MessageId>"
        "<Status>Success</Status></member></Status></SendBulkTemplatedEmailResult></"
        "SendBulkTemplatedEmailResponse>"};

    auto const answer =
        ses.merge(call, decision, RefusalStyle::native, {200, "text/xml", {}, heard.view()}, stamp);

    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body,
              "<SendBulkTemplatedEmailResponse><SendBulkTemplatedEmailResult><Status><member><"
              "Status>MessageRejected"
              "</Status><Error>Email address is on the suppression list for your "
              "account</Error></member><member>"
              "<MessageId>1</MessageId><Status>Success</Status></member></Status></"
              "SendBulkTemplatedEmailResult>"
              "</SendBulkTemplatedEmailResponse>");

    auto const accepted =
        ses.merge(call, decision, RefusalStyle::accept, {200, "text/xml", {}, heard.view()}, stamp);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->body.find("MessageRejected"), std::string::npos);
}

TEST(SesV1, RefusesRecipientsThatHide)
{
    for (auto const* fields :
         {"Destination.ToAddresses.member.2=a%40x", "Destination.ToAddresses.member.01=a%40x",
          "Destination.ToAddresses.1=a%40x", "destination.ToAddresses.member.1=a%40x",
          "Destination.XAddresses.member.1=a%40x",
          "Destination.ToAddresses.member.1=a%40x&Destination.ToAddresses.member.1=b%40x",
          "Destination.ToAddresses.member.1=a%40x&Destination.ToAddresses.member.3=b%40x",
          "Destination.ToAddresses.member.1=a%40x%20b%40x",
          "Destinations.member.1.destination.ToAddresses.member.1=a%40x",
          "rawmessage.data=eA%3D%3D", "RawMessage.Data=x", "Destinations.member.2=a%40x"}) {
        EXPECT_FALSE(read("Action=SendEmail&" + std::string{fields})) << fields;
    }
    EXPECT_FALSE(read("action=SendEmail"));
    auto call = call_of("");
    call.query = "Action=SendEmail&Destination.ToAddresses.member.1=a%40x";
    EXPECT_FALSE(ses.read(call));
    call.method = "GET";
    EXPECT_TRUE(ses.claims(call));
    EXPECT_FALSE(ses.read(call));
    call.path = "/any/path";
    EXPECT_TRUE(ses.claims(call));
    EXPECT_FALSE(ses.read(call));
    call.query = "Action=GetSendQuota";
    ASSERT_TRUE(ses.read(call));
    EXPECT_TRUE(ses.read(call)->recipients.empty());
}

TEST(SesV1, PassesWhatSendsNothing)
{
    EXPECT_EQ(spellings("Action=GetSendQuota&Version=2010-12-01"), Strings{});
    EXPECT_EQ(spellings("Action=SendCustomVerificationEmail&EmailAddress=a%40x"), Strings{"a@x"});
}

TEST(SesV1, SpellsARawMessageAnew)
{
    auto const body = [](std::string_view message) {
        std::string form = "Action=SendRawEmail";
        return form + "&RawMessage.Data=" + [&] {
            std::string text;
            for (char const c : wire::base64(message))
                text += c == '=' ? "%3D" : c == '+' ? "%2B" : c == '/' ? "%2F" : std::string{c};
            return text;
        }();
    };
    EXPECT_EQ(pruned(body("X: y\r\nTo: a@x, b@y\r\n\r\nHi"), {true, false}),
              body("X: y\r\nTo: b@y\r\n\r\nHi"));
    auto const sealed = body("DKIM-Signature: v=1\r\nTo: a@x, b@y\r\n\r\nHi");
    EXPECT_EQ(pruned(sealed, {true, false}), sealed + "&Destinations.member.1=b%40y");
    EXPECT_EQ(pruned(body("X: y\r\nTo: a@x, b@y\r\n\r\nHi") +
                         "&Destinations.member.1=a%40x&Destinations.member.2=b%40y",
                     {true, false, true, false}),
              body("X: y\r\nTo: b@y\r\n\r\nHi") + "&Destinations.member.1=b%40y");
}

TEST(SesV1, AnswersInItsOwnXml)
{
    auto const call = call_of("Action=SendEmail&Destination.ToAddresses.member.1=a%40x");
    auto const decision = keeping_back(ses.read(call).value(), {true});

    auto const native = ses.answer(call, decision, RefusalStyle::native, stamp);
    EXPECT_EQ(native.status, 200U);
    EXPECT_TRUE(native.body.starts_with(
        "<SendEmailResponse "
        "xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><SendEmailResult><MessageId>"));
    auto const error = ses.answer(call, decision, RefusalStyle::error, stamp);
    EXPECT_NE(error.body.find("<Code>MessageRejected</Code>"), std::string::npos);
}

}  // namespace
