#include "providers/sms/infobip.hpp"

#include "tests/providers/sms/one_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace {

namespace json = boost::json;
using one_call::stamp;
using providers::infobip;
using providers::RefusalStyle;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view second = "/sms/2/text/advanced";
constexpr std::string_view third = "/sms/3/messages";

struct Sent : one_call::Sent {
    Sent(std::string_view path, std::string_view body) : one_call::Sent{infobip, path, body} {}
};

bool claims(std::string_view method, std::string_view path)
{
    return infobip.claims({method, path, "", "application/json", "", ""});
}

TEST(Infobip, ClaimsSendsInAnySpelling)
{
    EXPECT_TRUE(claims("POST", "/sms/2/text/advanced"));
    EXPECT_TRUE(claims("POST", "/SMS/2//text/advanced/"));
    EXPECT_TRUE(claims("POST", "/sms/2/binary/advanced"));
    EXPECT_TRUE(claims("POST", "/sms/1/text/multi"));
    EXPECT_TRUE(claims("POST", "/viber/1/message/image"));
    EXPECT_TRUE(claims("POST", "/messages-api/1/messages"));
    EXPECT_TRUE(claims("GET", "/sms/1/text/query"));

    EXPECT_FALSE(claims("POST", "/sms/1/preview"));
    EXPECT_FALSE(claims("PUT", "/sms/1/bulks"));
    EXPECT_FALSE(claims("GET", "/sms/3/reports"));
    EXPECT_FALSE(claims("POST", "/whatsapp/1/senders/4411/message/m-1/read"));
}

TEST(Infobip, ReadsNumbersAsInternational)
{
    Sent sent{
        second,
        R"({"messages":[{"from":"Shop","destinations":[{"to":"2025550100"},{"to":4179302}],"text":"x"}]})"};

    EXPECT_THAT(sent.spellings(), ElementsAre("+2025550100", "+4179302"));
    EXPECT_EQ(sent.read()->messages.at(0).sender, "Shop");
}

TEST(Infobip, ReadsChannelsAndHints)
{
    Sent viber{"/viber/2/messages",
               R"({"messages":[{"sender":"S","destinations":[{"to":"447700900000"}],
        "content":{"text":"x","type":"TEXT"},"options":{"label":"PROMOTIONAL","campaignReferenceId":"c"}}]})"};
    auto const send = viber.read().value();
    EXPECT_EQ(send.recipients.at(0).channel, model::Channel::viber);
    EXPECT_EQ(send.recipients.at(0).spelling, "+447700900000");
    EXPECT_EQ(send.messages.at(0).hints.at(0).name, "label");
    EXPECT_EQ(send.messages.at(0).hints.at(0).value, "PROMOTIONAL");

    Sent template_{"/whatsapp/1/message/template",
                   R"({"messages":[{"from":"1","to":"2","content":{"templateName":"promo",
                            "templateData":{"body":{"placeholders":["Ada","20%"]}}}}]})"};
    EXPECT_EQ(template_.read()->messages.at(0).template_id, "promo");
    EXPECT_EQ(template_.read()->recipients.at(0).channel, model::Channel::whatsapp);
    EXPECT_THAT(template_.text().values, ElementsAre("Ada", "20%"));

    Sent any{"/messages-api/1/messages",
             R"({"messages":[{"channel":"RCS","sender":"S","destinations":[{"to":"41790000000"}],
                       "content":{"body":{"text":"Hello","type":"TEXT"}}},
                      {"channel":"APPLE_MB","sender":"S","destinations":[{"to":"41790000000"}]}]})"};
    EXPECT_EQ(any.read()->recipients.at(0).channel, model::Channel::rcs);
    EXPECT_EQ(any.read()->recipients.at(1).spelling, "APPLE_MB:41790000000");  // reads as nobody
    EXPECT_EQ(any.text().plain, "Hello");
}

TEST(Infobip, RefusesWhatCanBeReadTwoWays)
{
    for (auto const* body : {
             R"({"messages":[{"destinations":[{"to":"1","To":"2"}],"text":"x"}]})",
             R"({"messages":[{"destinations":[{"to":"1","to":"2"}],"text":"x"}]})",
             R"({"messages":[{"Destinations":[{"to":"2"}],"destinations":[{"to":"1"}]}]})",
             R"({"messages":[{"to":"1"}],"destinations":[{"to":"2"}]})",
             R"({"messages":[{"to":{"number":"1"}}]})",
             R"({"messages":[{"destinations":[{"number":"1"}]}]})",
             R"({"messages":[{"text":"to nobody"}]})",
             R"({"messages":[]}{})",
         }) {
        Sent sent{second, body};
        EXPECT_FALSE(infobip.read(sent.call())) << body;
    }
    Sent sent{second, "<request/>"};
    auto xml = sent.call();
    xml.content_type = "application/xml";
    EXPECT_EQ(providers::trouble_of(infobip.read(xml).error()),
              providers::Trouble::unsupported_media);
}

TEST(Infobip, CutsDestinationsAndMessagesThatLostThemAll)
{
    Sent sent{
        second,
        R"({"messages":[{"destinations":[{"to":"411"},{"to":"412","messageId":"m"}],"text":"a"},)"
        R"({"destinations":[{"to":"413"}],"text":"b"}],"tracking":{"type":"T"}})"};

    EXPECT_EQ(sent.without({true, false, false}),
              R"({"messages":[{"destinations":[{"to":"412","messageId":"m"}],"text":"a"},)"
              R"({"destinations":[{"to":"413"}],"text":"b"}],"tracking":{"type":"T"}})");
    EXPECT_EQ(
        sent.without({true, true, false}),
        R"({"messages":[{"destinations":[{"to":"413"}],"text":"b"}],"tracking":{"type":"T"}})");
    EXPECT_EQ(
        sent.without({false, true, true}),
        R"({"messages":[{"destinations":[{"to":"411"}],"text":"a"}],"tracking":{"type":"T"}})");
}

TEST(Infobip, CutsAPlainListOfNumbers)
{
    Sent sent{"/sms/2/text/single", R"({"from":"S","to":["411","412"],"text":"a"})"};

    EXPECT_EQ(sent.without({true, false}), R"({"from":"S","to":["412"],"text":"a"})");
}

TEST(Infobip, ASmsInsteadOfAViberMessageIsJudgedAsAnSms)
{
    Sent sent{
        "/viber/2/messages",
        R"({"messages":[{"destinations":[{"to":"411"}],"options":{"label":"L","smsFailover":{"text":"b"}}},)"
        R"({"destinations":[{"to":"412"}],"options":{"smsFailover":{"text":"b"}}}]})"};
    auto const send = sent.read().value();
    ASSERT_EQ(send.recipients.size(), 4U);
    EXPECT_EQ(send.recipients[1].channel, model::Channel::sms);
    EXPECT_EQ(send.recipients[1].spelling, "+411");
    EXPECT_EQ(send.recipients[1].envelope, send.recipients[0].envelope);
    EXPECT_FALSE(send.recipients[1].primary);

    EXPECT_EQ(sent.without({false, true, false, false}),
              R"({"messages":[{"destinations":[{"to":"411"}],"options":{"label":"L"}},)"
              R"({"destinations":[{"to":"412"}],"options":{"smsFailover":{"text":"b"}}}]})");
    EXPECT_EQ(sent.without({true, false, false, true}),
              R"({"messages":[{"destinations":[{"to":"412"}],"options":{}}]})");
}

// One text for all: the order of people is kept, for the results come in it.
TEST(Infobip, AMessageThatNotAllMayGetBySmsInsteadBecomesSeveral)
{
    Sent sent{"/viber/2/messages",
              R"({"messages":[{"destinations":[{"to":"411"},{"to":"412"},{"to":"413"}],)"
              R"("content":{"text":"a"},"options":{"smsFailover":{"text":"b"},"label":"L"}}]})"};
    ASSERT_THAT(sent.spellings(), ElementsAre("+411", "+412", "+413", "+411", "+412", "+413"));
    std::string const content = R"("content":{"text":"a"})";
    std::string const with = R"("options":{"smsFailover":{"text":"b"},"label":"L"}})";
    std::string const bare = R"("options":{"label":"L"}})";

    EXPECT_EQ(sent.without({false, false, false, false, true, false}),
              R"({"messages":[{"destinations":[{"to":"411"}],)" + content + "," + with +
                  R"(,{"destinations":[{"to":"412"}],)" + content + "," + bare +
                  R"(,{"destinations":[{"to":"413"}],)" + content + "," + with + "]}");
    EXPECT_EQ(sent.without({false, false, false, true, true, true}),
              R"({"messages":[{"destinations":[{"to":"411"},{"to":"412"},{"to":"413"}],)" +
                  content + "," + bare + "]}");
    EXPECT_EQ(sent.without({false, true, false, false, true, false}),
              R"({"messages":[{"destinations":[{"to":"411"},{"to":"413"}],)" + content + "," +
                  with + "]}");
    EXPECT_EQ(sent.without({true, false, false, true, false, true}),
              R"({"messages":[{"destinations":[{"to":"412"}],)" + content + "," + with +
                  R"(,{"destinations":[{"to":"413"}],)" + content + "," + bare + "]}");
}

TEST(Infobip, AMessageThatWouldBecomeFarTooManyLosesTheSmsForAll)
{
    std::string destinations;
    constexpr std::size_t people = 2'000;
    for (std::size_t i = 0; i < people; ++i)
        destinations +=
            (i == 0 ? R"({"to":"41)" : R"(,{"to":"41)") + std::to_string(10'000 + i) + "\"}";
    std::string const rest = R"("content":{"text":"a"},"options":{)";
    std::string const body = R"({"messages":[{"destinations":[)" + destinations + "]," + rest +
                             R"("smsFailover":{"text":"b"}}}]})";
    Sent sent{"/viber/2/messages", body};
    std::vector<bool> every_other(2 * people, false);
    for (std::size_t i = people; i < 2 * people; i += 2)
        every_other[i] = true;

    EXPECT_EQ(sent.without(every_other),
              R"({"messages":[{"destinations":[)" + destinations + "]," + rest + "}}]}");
}

TEST(Infobip, AMessageOutsideOfAListCanNotBecomeSeveral)
{
    Sent sent{"/viber/1/message/text",
              R"({"to":["411","412"],"content":{"text":"a"},"smsFailover":{"text":"b"}})"};

    EXPECT_FALSE(sent.read());
}

TEST(Infobip, SaysRejectedForThoseKeptBack)
{
    Sent sent{second,
              R"({"messages":[{"destinations":[{"to":"411","messageId":"m"}],"text":"a"}]})"};

    auto const native = sent.answer(RefusalStyle::native);
    EXPECT_EQ(native.status, 200U);
    auto const entry = json::parse(native.body).at("messages").at(0);
    EXPECT_EQ(entry.at("to"), "411");
    EXPECT_EQ(entry.at("messageId"), "m");
    EXPECT_EQ(entry.at("status").at("name"), "REJECTED_DESTINATION_BLOCKLISTED");

    auto const accepted = sent.answer(RefusalStyle::accept);
    EXPECT_THAT(accepted.body, HasSubstr("PENDING_ACCEPTED"));
    auto const error = sent.answer(RefusalStyle::error);
    EXPECT_EQ(json::parse(error.body).at("requestError").at("serviceException").at("messageId"),
              "FORBIDDEN");
}

TEST(Infobip, SpeaksOfTheThirdGenerationInItsOwnWords)
{
    Sent sent{third, R"({"messages":[{"destinations":[{"to":"411"}],"content":{"text":"a"}}]})"};

    auto const entry = json::parse(sent.answer(RefusalStyle::native).body).at("messages").at(0);
    EXPECT_EQ(entry.at("destination"), "411");
    EXPECT_EQ(entry.at("messageId"), "01234567-89ab-cdef-0123-456789abcdef");
    auto const refusal =
        infobip.refuse(sent.call(), providers::Trouble::unreadable, {"not an array", "messages"});
    EXPECT_EQ(json::parse(refusal.body).at("errorCode"), "E400");
}

TEST(Infobip, PutsItsResultsAmongTheProviders)
{
    Sent sent{
        third,
        R"({"messages":[{"destinations":[{"to":"411"},{"to":"412"}]},{"destinations":[{"to":"413"}]}]})"};
    auto const merged = [&](unsigned status, std::string_view body) {
        return sent.merge({true, false, false}, status, body);
    };

    auto const answer = merged(
        200, R"({"bulkId":"b","messages":[{"destination":"412","n":1.0},{"destination":"413"}]})");
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->body, HasSubstr(R"({"destination":"412","n":1.0})"));  // as it came
    auto const list = json::parse(answer->body).at("messages").as_array();
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].at("destination"), "411");
    EXPECT_EQ(list[0].at("status").at("groupName"), "REJECTED");
    EXPECT_EQ(list[1].at("destination"), "412");
    EXPECT_EQ(list[2].at("destination"), "413");

    auto const fewer = merged(200, R"({"messages":[{"destination":"412"}]})");
    ASSERT_TRUE(fewer);
    EXPECT_EQ(json::parse(fewer->body).at("messages").at(1).at("destination"), "411");
    auto const accepted =
        sent.merge({true, false, false}, 200, R"({"messages":[]})", RefusalStyle::accept);
    EXPECT_THAT(accepted->body, HasSubstr("PENDING_ACCEPTED"));
    EXPECT_FALSE(merged(401, R"({"messages":[]})"));
    EXPECT_FALSE(merged(200, R"({"messages":[)"));
    EXPECT_FALSE(merged(200, R"({"bulkId":"b"})"));
}

TEST(Infobip, TakesOneNumberInAQuery)
{
    providers::Call call{"GET", "/sms/1/text/query", "from=S&to=+41793026727&text=Hi", "", "", ""};
    EXPECT_EQ(infobip.read(call)->recipients.at(0).spelling, "+ 41793026727");
    EXPECT_THAT(infobip.answer(call, {}, RefusalStyle::native, stamp).body,
                HasSubstr("BLOCKLISTED"));

    for (auto const* query : {"to=411&To=412", "to=411&to=412", "to=411&%74o=412"}) {
        call.query = query;
        EXPECT_FALSE(infobip.read(call)) << query;
    }
}

TEST(Infobip, CutsNumbersOutOfAQuery)
{
    providers::Call call{"GET", "/sms/1/text/query", {}, "", "", ""};
    auto const left = [&](std::string_view query, std::vector<bool> const& kept_back) {
        call.query = query;
        auto const decision = recordings::keeping_back(infobip.read(call).value(), kept_back);
        EXPECT_TRUE(infobip.rewrite(call, decision).empty());
        return providers::applied(infobip.rewrite_query(call, decision), query);
    };
    EXPECT_EQ(left("from=S&to=411,412,413&text=Hi+all", {false, true, false}),
              "from=S&to=411,413&text=Hi+all");
    EXPECT_EQ(left("to=411%2C%34%31%32,,+413", {true, false, true}), "to=%34%31%32");
    EXPECT_EQ(left("to=411,412", {true, false}), "to=412");
    EXPECT_EQ(left("to=411,412", {false, false}), "to=411,412");
    call.method = "POST";
    EXPECT_TRUE(infobip.rewrite_query(call, {{}, {{false}, {}}}).empty());
}

TEST(Infobip, RefusesAQueryThatNamesNobodyForSure)
{
    providers::Call call{"GET", "/sms/3/text/query", "to=411&TO=412", "", "", ""};
    EXPECT_FALSE(infobip.read(call));
}

}  // namespace
