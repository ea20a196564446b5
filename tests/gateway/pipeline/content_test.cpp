// Why a message is sent that nobody labelled: its text says so (design §4).
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/admin/client.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <unistd.h>
#include <filesystem>
#include <fstream>

namespace tests {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view code_text =
    "Your verification code is 482913. Do not share it with anyone.";
constexpr std::string_view sale_text =
    "FLASH SALE! 50% off everything this weekend only. Shop the new collection now at "
    "https://shop.example/sale before the best deals are gone!";

std::string escaped(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '%')
            out += "%25";
        else if (c == '&')
            out += "%26";
        else if (c == '+')
            out += "%2B";
        else
            out += c == ' ' ? '+' : c;
    }
    return out;
}

/// Rules of an operator's own, so that these tests hold whatever the model learns.
std::string rules_file()
{
    auto const file = std::filesystem::temp_directory_path() /
                      ("optgate-content-" + std::to_string(getpid()) + ".toml");
    std::ofstream{file} << "[[rule]]\nname = \"own_code\"\ncategory = \"one_time_code\"\n"
                           "pattern = 'your verification code'\n"
                           "[[rule]]\nname = \"own_sale\"\ncategory = \"marketing\"\n"
                           "pattern = 'flash sale'\n";
    return file.string();
}

struct House {
    explicit House(std::string const& in_classification = "", std::string const& more = "")
        : gateway{{"[providers.twilio]\nupstream = \"" + twilio.url() +
                   "\"\n[providers.sendgrid]\nupstream = \"" + sendgrid.url() +
                   "\"\n[classification]\nshipped_rules = false\nrules = [\"" + rules_file() +
                   "\"]\n" + in_classification + more}},
          caller{gateway.port()}
    {
        gateway.stop_promotional(std::string{stopped_phone});
        gateway.stop_promotional("ada@example.com");
    }

    Message sms(std::string_view text, std::string const& fields = "", std::string const& more = "")
    {
        return caller.ask(post(twilio_path, form_type,
                               "To=%2B14155550100&From=%2B14155550199&Body=" + escaped(text) + more,
                               fields));
    }

    Message mail(std::string const& send)
    {
        return caller.ask(post("/v3/mail/send", "application/json", send));
    }

    Response admin(std::string const& method, std::string const& path, std::string const& body = "")
    {
        return tests::send(
            gateway.assembly().admin().port, method, path,
            {{"Content-Type", "application/json"}, {"Authorization", "Bearer test-admin-token"}},
            body);
    }

    ScriptedUpstream twilio{says(answer_of(201, "{\"by\":\"twilio\"}"))};
    ScriptedUpstream sendgrid{says(answer_of(202, ""))};
    TestGateway gateway;
    Client caller;
};

/// A mail to Ada, as SendGrid takes it.
std::string mail_of(std::string_view subject, std::string_view type, std::string_view value)
{
    json::object const part{{"type", type}, {"value", value}};
    json::object const send{
        {"personalizations", json::parse(R"([{"to":[{"email":"ada@example.com"}]}])")},
        {"from", json::parse(R"({"email":"shop@shop.example"})")},
        {"subject", subject},
        {"content", json::array{part}}};
    return json::serialize(send);
}

TEST(Content, AnUnlabelledCodePassesAPromotionalStop)
{
    House house;
    auto const answer = house.sms(code_text);
    EXPECT_EQ(answer.status(), 201U);
    EXPECT_EQ(answer["X-Optgate-Category"], "one_time_code");
    EXPECT_EQ(house.twilio.count(), 1U);
}

TEST(Content, AnUnlabelledSaleIsKeptBackWithItsEvidence)
{
    House house;
    auto const answer = house.sms(sale_text);
    EXPECT_EQ(answer.status(), 400U);
    EXPECT_EQ(answer["X-Optgate-Category"], "marketing");
    EXPECT_EQ(house.twilio.count(), 0U);
    auto const entry = house.gateway.journal().at(0);
    EXPECT_EQ(entry.evidence, "rule: own_sale");
    EXPECT_EQ(entry.text + entry.subject, "");
}

TEST(Content, IsReadInTheHtmlOfAMail)
{
    House house;
    auto const html = "<html><body><div style='display:none'>" + std::string{code_text} +
                      "</div><h1>" + std::string{sale_text} +
                      "</h1><a href='https://shop.example/unsubscribe'>Unsubscribe</a>";
    house.mail(mail_of("News", "text/html", html));
    EXPECT_EQ(house.sendgrid.count(), 0U);
    auto const code = house.mail(mail_of("Hello", "text/html", code_text));
    EXPECT_EQ(code["X-Optgate-Category"], "one_time_code");
    EXPECT_EQ(house.sendgrid.count(), 1U);
}

TEST(Content, OfOneSendCanBeOfSeveralKinds)
{
    House house;
    auto const answer = house.mail(
        R"({"personalizations":[{"to":[{"email":"ada@example.com"}],"subject":"Your verification code"},)"
        R"({"to":[{"email":"Ada@Example.com"}],"subject":"Flash sale!"}],)"
        R"("from":{"email":"shop@shop.example"},"content":[{"type":"text/plain","value":"-"}]})");
    EXPECT_EQ(answer["X-Optgate-Verdict"], "pruned");
    ASSERT_EQ(house.sendgrid.count(), 1U);
    EXPECT_THAT(house.sendgrid.received()[0].body, HasSubstr("verification"));
    EXPECT_EQ(house.sendgrid.received()[0].body.find("Flash"), std::string::npos);
}

TEST(Content, HasTheSendersWordBeforeIt)
{
    House house;
    EXPECT_EQ(house.sms(code_text, "X-Optgate-Category: marketing\r\n").status(), 400U);
    EXPECT_EQ(house.sms(sale_text, "", "&MessageIntent=otp").status(), 201U);
    EXPECT_THAT(house.gateway.journal().at(0).evidence, StartsWith("header"));
}

TEST(Content, ThatCantBeReadIsUnsure)
{
    House promotional{"text_bytes = 0\n"};
    EXPECT_EQ(promotional.sms(code_text).status(), 400U);
    auto const entry = promotional.gateway.journal().at(0);
    EXPECT_EQ(entry.mark, model::Mark::unsure);
    EXPECT_EQ(entry.category, "marketing");
    EXPECT_THAT(entry.evidence, StartsWith("model: unsure, "));

    House transactional{"text_bytes = 0\nunsure = \"transactional\"\n"};
    EXPECT_EQ(transactional.sms(sale_text)["X-Optgate-Category"], "service");
    House by_default{
        "text_bytes = 0\nunsure = \"default\"\n"
        "[applications.default]\ndefault_category = \"order\"\n"};
    EXPECT_EQ(by_default.sms(sale_text)["X-Optgate-Category"], "order");
}

TEST(Content, OfAWordOrTwoIsNeverTransactionalByTheModelAlone)
{
    House house;
    for (auto const* text : {"x", "Hi", "News", "Sale today"}) {
        auto const answer = house.sms(text);
        EXPECT_EQ(answer["X-Optgate-Category"], "marketing") << text;
        EXPECT_EQ(answer.status(), 400U) << text;
    }
}

TEST(Content, WithoutAWordIsTheApplicationsDefault)
{
    House house{"", "[applications.default]\ndefault_category = \"order\"\n"};
    EXPECT_EQ(house.sms("", "", "&MediaUrl=https%3A%2F%2Fx.example%2Fa.png")["X-Optgate-Category"],
              "order");
    EXPECT_EQ(house.sms("", "", "&ContentSid=HX1")["X-Optgate-Category"], "order");
}

TEST(Content, IsNotReadWhereThatIsSwitchedOff)
{
    House all{"enabled = false\n"};
    EXPECT_EQ(all.sms(code_text).status(), 400U);
    EXPECT_EQ(all.gateway.journal().at(0).evidence, "default");
    House one{"", "[applications.quiet]\nclassify = false\n"};
    EXPECT_EQ(one.sms(code_text, "X-Optgate-App: quiet\r\n").status(), 400U);
    EXPECT_EQ(one.sms(code_text).status(), 201U);
}

std::string const labelled = "X-Optgate-Category: service\r\n";

TEST(Guard, PassesAsShipped)
{
    House house;
    EXPECT_EQ(house.sms(sale_text, labelled).status(), 201U);
    EXPECT_TRUE(house.gateway.journal().empty());
}

TEST(Guard, FlagsInTheJournalAndForwards)
{
    House house{"guard = \"flag\"\n"};
    EXPECT_EQ(house.sms(sale_text, labelled).status(), 201U);
    EXPECT_EQ(house.sms(code_text, labelled).status(), 201U);
    house.gateway.stop();  // nobody waited for the entry
    auto const journal = house.gateway.journal();
    ASSERT_EQ(journal.size(), 1U);
    EXPECT_EQ(journal[0].mark, model::Mark::mislabelled);
    EXPECT_EQ(journal[0].outcome, model::Outcome::delivered);
    EXPECT_EQ(journal[0].category, "service");
    EXPECT_THAT(journal[0].evidence, StartsWith("header: the text reads promotional: "));
}

TEST(Guard, ReclassesWhereThatIsSet)
{
    House house{"", "[applications.default]\nguard = \"reclass\"\n"};
    auto const answer = house.sms(sale_text, labelled);
    EXPECT_EQ(answer.status(), 400U);
    EXPECT_EQ(answer["X-Optgate-Category"], "marketing");
    EXPECT_EQ(house.gateway.journal().at(0).mark, model::Mark::reclassified);
    EXPECT_THAT(house.gateway.journal().at(0).evidence, StartsWith("guard: header; the text "));
    EXPECT_EQ(house.sms(code_text, labelled).status(), 201U);
    EXPECT_EQ(house.twilio.count(), 1U);
}

TEST(Feedback, GoesFromAnEntryOfTheJournalToARowForTraining)
{
    House house{"", "[journal]\nkeep_text = true\n"};
    auto const decision = house.sms(sale_text)["X-Optgate-Decision"];
    ASSERT_EQ(house.gateway.journal().at(0).text, sale_text);
    auto const explained = house.admin("GET", "/api/v1/journal/" + decision);
    EXPECT_EQ(json::parse(explained.body).at_pointer("/recipients/0/text"), json::value(sale_text));

    auto const path = "/api/v1/journal/" + decision + "/feedback";
    EXPECT_EQ(house.admin("POST", path, R"({"category":"survey"})").status, 200U);
    auto const noted = house.admin("POST", path, R"({"category":"order"})");
    ASSERT_EQ(noted.status, 200U) << noted.body;
    EXPECT_EQ(json::parse(noted.body).at("was"), "marketing");

    auto const rows = house.admin("GET", "/api/v1/feedback");
    ASSERT_EQ(rows.status, 200U);
    auto const row =
        json::parse(rows.body);  // one only: the later word took the earlier one's place
    EXPECT_EQ(row.at("text"), json::value(sale_text));
    EXPECT_EQ(row.at("label"), "transactional");
    EXPECT_EQ(row.at("finer"), "delivery_order");
    EXPECT_EQ(row.at("channel"), "sms");
    EXPECT_EQ(row.at("source"), "feedback_default");
    EXPECT_EQ(row.at("group"), json::value(decision));
}

}  // namespace
}  // namespace tests
