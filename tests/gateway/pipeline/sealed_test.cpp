// What can't be cut out of a body: a message that its sender signed (DKIM) is refused, or goes as it is, as set.
#include "providers/wire/basic_auth.hpp"
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

constexpr std::string_view kept_back = "b@x.example";

struct House {
    explicit House(std::string const& setting = {})
        : gateway{{.providers = table("mailgun", setting) + table("ses", setting)}}
    {
        gateway.stop_promotional(std::string{kept_back});
    }
    std::string table(std::string const& name, std::string const& setting) const
    {
        return "[providers." + name + "]\nupstream = \"" + upstream.url() + "\"\n" + setting;
    }
    Message ask(std::string const& bytes) { return Client{gateway.port()}.ask(bytes); }

    ScriptedUpstream upstream{says(answer_of(200, "{}"))};
    TestGateway gateway;
};

std::string letter(std::string const& to, bool sealed = true)
{
    return (sealed ? "DKIM-Signature: v=1; h=to\r\n" : "") + std::string{"To: "} + to +
           "\r\nSubject: s\r\n\r\nHi\r\n";
}

std::string part(std::string const& name, std::string const& value)
{
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

std::string mailgun_body(std::string const& to, std::string const& message)
{
    return part("to", to) + part("message", message) + "--b--\r\n";
}

std::string mailgun(std::string const& body)
{
    return post("/mailgun/v3/shop.example/messages.mime", "multipart/form-data; boundary=b", body);
}

std::string ses_body(std::string const& message)
{
    return R"({"Content":{"Raw":{"Data":")" + wire::base64(message) + R"("}}})";
}

std::string ses(std::string const& body)
{
    return post("/ses/v2/email/outbound-emails", "application/json", body);
}

std::string const both = letter("a@x.example, b@x.example");

TEST(SignedMessages, AreRefusedWholeInTheProvidersWords)
{
    House house;
    auto const of_mailgun = house.ask(mailgun(mailgun_body("a@x.example, b@x.example", both)));
    EXPECT_EQ(of_mailgun.status(), 400U);
    EXPECT_TRUE(of_mailgun.body.starts_with(R"({"message":)")) << of_mailgun.body;
    EXPECT_NE(of_mailgun.body.find("DKIM"), std::string::npos);
    auto const of_ses = house.ask(ses(ses_body(both)));
    EXPECT_EQ(of_ses.status(), 400U);
    EXPECT_EQ(of_ses["x-amzn-ErrorType"], "ValidationException");
    EXPECT_EQ(house.upstream.count(), 0U);
    for (auto const& answer : {of_mailgun, of_ses})
        EXPECT_EQ(answer.body.find("@x.example"), std::string::npos);
}

TEST(SignedMessages, ThatAreRefusedStandInTheJournalForEverybody)
{
    House house;
    house.ask(ses(ses_body(both)));
    auto const journal = house.gateway.journal();
    ASSERT_EQ(journal.size(), 2U);
    for (auto const& entry : journal) {
        auto const back = entry.address == kept_back;
        EXPECT_EQ(entry.outcome, back ? model::Outcome::suppressed : model::Outcome::not_sent);
        EXPECT_EQ(entry.reason,
                  back ? model::Reason::consent_withdrawn : model::Reason::upstream_refused);
    }
}

TEST(SignedMessages, GoWhereTheyNameNobodyToKeepBack)
{
    House house;
    auto const shown = letter("a@x.example");
    auto const body = mailgun_body("a@x.example, c@x.example", shown);
    EXPECT_EQ(house.ask(mailgun(body)).status(), 200U);
    EXPECT_EQ(house.upstream.received().back().body, body);
    // A blind copy stands in the envelope alone.
    auto const blind = house.ask(mailgun(mailgun_body("a@x.example, b@x.example", shown)));
    EXPECT_EQ(blind["X-Optgate-Verdict"], "pruned");
    EXPECT_EQ(house.upstream.received().back().body, mailgun_body("a@x.example", shown));
}

TEST(SignedMessages, ToNobodyElseAreAnsweredAsEverSo)
{
    for (auto const* setting :
         {"", "signed_messages = \"envelope\"\n", "signed_messages = \"whole\"\n"}) {
        House house{setting};
        auto const answer = house.ask(ses(ses_body(letter("b@x.example"))));
        EXPECT_EQ(answer.status(), 200U) << setting;
        EXPECT_EQ(answer["X-Optgate-Verdict"], "suppressed");
        EXPECT_EQ(house.upstream.count(), 0U);
    }
}

TEST(SignedMessages, GoUnalteredToTheOthersOnlyWhereSet)
{
    House house{"signed_messages = \"envelope\"\n"};
    auto const answer = house.ask(mailgun(mailgun_body("a@x.example, b@x.example", both)));
    EXPECT_EQ(answer.status(), 200U);
    EXPECT_EQ(answer["X-Optgate-Verdict"], "pruned");
    EXPECT_EQ(house.upstream.received().back().body, mailgun_body("a@x.example", both));
    house.ask(ses(ses_body(both)));
    auto envelope = ses_body(both);
    envelope.insert(1, R"("Destination":{"ToAddresses":["a@x.example"]},)");
    EXPECT_EQ(house.upstream.received().back().body, envelope);
}

TEST(SignedMessages, GoAsTheyCameWhereSetAndTheJournalSaysToWhom)
{
    House house{"signed_messages = \"whole\"\n"};
    auto const body = mailgun_body("a@x.example, b@x.example", both);
    auto const answer = house.ask(mailgun(body));
    EXPECT_EQ(answer["X-Optgate-Verdict"], "observed");
    EXPECT_EQ(house.upstream.received().back().body, body);
    auto const journal = house.gateway.journal();
    ASSERT_FALSE(journal.empty());
    for (auto const& entry : journal) {
        EXPECT_EQ(entry.address, kept_back);
        EXPECT_EQ(entry.outcome, model::Outcome::observed);
    }
    // Others are cut as ever.
    auto const plain = letter("a@x.example, b@x.example", false);
    house.ask(mailgun(mailgun_body("a@x.example", plain)));
    EXPECT_EQ(house.upstream.received().back().body,
              mailgun_body("a@x.example", letter("a@x.example", false)));
}

}  // namespace
}  // namespace tests
