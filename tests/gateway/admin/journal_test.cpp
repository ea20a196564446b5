#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
using testing::HasSubstr;
using testing::StartsWith;
using Journal = AdminApi;

TEST_F(Journal, ListsNewestFirstPageByPage)
{
    for (auto const* id : {"d1", "d2", "d3"})
        record({entry(id, "+14155550100")});

    auto const first = get("/api/v1/journal?limit=2").json();
    auto const second =
        get("/api/v1/journal?limit=2&cursor=" + std::string{first.at("next").as_string()}).json();

    EXPECT_EQ(first.at_pointer("/items/0/decision"), "d3");
    EXPECT_EQ(first.at_pointer("/items/1/decision"), "d2");
    EXPECT_EQ(second.at_pointer("/items/0/decision"), "d1");
    EXPECT_TRUE(second.at("next").is_null());
}

TEST_F(Journal, FiltersByEveryField)
{
    auto other = entry("d2", "b@example.com");
    other.channel = model::Channel::email;
    other.category = "newsletter";
    other.outcome = model::Outcome::observed;
    other.reason = model::Reason::opt_in_missing;
    other.app = "crm";
    other.provider = "sendgrid";
    record({entry("d1", "+14155550100"), other});

    for (auto const* filter :
         {"verdict=observed", "channel=email", "category=newsletter", "reason=opt_in_missing",
          "address=B%40Example.com", "app=crm", "provider=sendgrid",
          "since=2020-01-01T00:00:00Z&app=crm", "until=2099-01-01T00:00:00%2B01:00&app=crm"}) {
        auto const page = get(std::string{"/api/v1/journal?"} + filter).json();
        ASSERT_EQ(page.at("items").as_array().size(), 1U) << filter;
        EXPECT_EQ(page.at_pointer("/items/0/decision"), "d2") << filter;
    }
    EXPECT_TRUE(get("/api/v1/journal?until=2020-01-01").json().at("items").as_array().empty());
}

TEST_F(Journal, UnderstandsAPhoneNumberWithAnUnescapedPlus)
{
    record({entry("d1", "+14155550100")});

    auto const page = get("/api/v1/journal?address=+14155550100").json();

    EXPECT_EQ(page.at("items").as_array().size(), 1U);
}

TEST_F(Journal, RefusesFiltersItDoesNotKnow)
{
    EXPECT_THAT(get("/api/v1/journal?verdict=maybe").body, HasSubstr("observed"));
    EXPECT_EQ(get("/api/v1/journal?verdict=maybe").status, 422U);
    EXPECT_EQ(get("/api/v1/journal?since=yesterday").status, 422U);
    EXPECT_EQ(get("/api/v1/journal?colour=red").status, 400U);
    EXPECT_EQ(get("/api/v1/journal?app=a&app=b").status, 400U);
    EXPECT_EQ(get("/api/v1/journal?limit=0").status, 400U);
    EXPECT_EQ(get("/api/v1/journal?cursor=-5").status, 400U);
}

TEST_F(Journal, MasksAddressesToViewersAsJsonAndAsCsv)
{
    record({entry("d1", "+14155550100")});

    auto const json = get("/api/v1/journal", "viewer-secret");
    auto const csv = call("GET", "/api/v1/journal", "", "viewer-secret", {{"Accept", "text/csv"}});

    EXPECT_EQ(json.json().at_pointer("/items/0/address"), "+1415*****00");
    EXPECT_THAT(csv.body, HasSubstr("1415*****00"));
    EXPECT_EQ(csv.body.find("5550100"), std::string::npos);
}

TEST_F(Journal, MasksCustomersWhoseIdIsAnAddressToViewers)
{
    auto of_customer = entry("d1", "+14155550100");
    of_customer.customer = "alice@example.com";
    record({of_customer});

    auto const json = get("/api/v1/journal", "viewer-secret").body;
    auto const one = get("/api/v1/journal/d1", "viewer-secret").body;
    auto const csv =
        call("GET", "/api/v1/journal", "", "viewer-secret", {{"Accept", "text/csv"}}).body;

    for (auto const& body : {json, one, csv}) {
        EXPECT_EQ(body.find("alice"), std::string::npos) << body;
        EXPECT_THAT(body, HasSubstr("a***@example.com#"));
    }
}

TEST_F(Journal, StreamsCsvThatNoSpreadsheetRuns)
{
    auto evil = entry("d1", "+14155550100");
    evil.app = "=cmd|' /C calc'!A0";
    record({evil});

    auto const csv =
        call("GET", "/api/v1/journal", "", "operator-secret", {{"Accept", "text/csv"}});

    EXPECT_THAT(csv.header("content-type"), StartsWith("text/csv"));
    EXPECT_EQ(csv.header("transfer-encoding"), "chunked");
    EXPECT_THAT(csv.body, StartsWith("decision,time,app,"));
    EXPECT_THAT(csv.body, HasSubstr("\"'=cmd|' /C calc'!A0\""));
    EXPECT_THAT(csv.body, HasSubstr(",+14155550100,"));
}

TEST_F(Journal, StreamsFiftyThousandRows)
{
    constexpr std::size_t rows = 50'000;
    std::vector<model::JournalEntry> entries;
    for (std::size_t i = 0; i < rows; ++i) {
        entries.push_back(entry("d" + std::to_string(i), "+14155550100"));
    }
    record(std::move(entries));

    auto const csv = stream(port(), "/api/v1/journal",
                            {{"Authorization", "Bearer operator-secret"}, {"Accept", "text/csv"}});
    auto const limited =
        stream(port(), "/api/v1/journal?limit=700",
               {{"Authorization", "Bearer operator-secret"}, {"Accept", "text/csv"}});

    EXPECT_EQ(csv.lines, rows + 1);
    EXPECT_THAT(csv.first_line, StartsWith("decision,"));
    EXPECT_EQ(limited.lines, 701U);
}

/// So many that one look does not reach the first of them, which is another application's.
std::vector<model::JournalEntry> a_haystack(model::JournalEntry needle)
{
    auto hay = needle;
    needle.app = "crm";
    std::vector<model::JournalEntry> entries{needle};
    entries.insert(entries.end(), 45'000, hay);
    return entries;
}

TEST_F(Journal, FindsWhatIsRareHoweverFarBack)
{
    record(a_haystack(entry("d1", "+14155550100")));

    auto const page = get("/api/v1/journal?app=crm").json();
    auto const csv =
        call("GET", "/api/v1/journal?app=crm", "", "operator-secret", {{"Accept", "text/csv"}});

    EXPECT_EQ(page.at("items").as_array().size(), 1U);
    EXPECT_TRUE(page.at("next").is_null());
    EXPECT_THAT(csv.body, HasSubstr(",crm,"));
}

TEST_F(Journal, SaysWhereToGoOnWhenItHasLookedForLongEnough)
{
    record(a_haystack(entry("d1", "+14155550100")));
    settings_.admin.query_time = std::chrono::milliseconds{0};
    server_->use(std::make_shared<gateway::Settings const>(settings_));

    std::string cursor;
    std::size_t pages = 0;
    std::size_t found = 0;
    do {
        auto const page = get("/api/v1/journal?app=crm" + cursor).json();
        found += page.at("items").as_array().size();
        cursor =
            page.at("next").is_null() ? "" : "&cursor=" + std::string{page.at("next").as_string()};
        ++pages;
    } while (!cursor.empty());

    EXPECT_EQ(found, 1U);
    EXPECT_GT(pages, 1U);
    EXPECT_THAT(
        call("GET", "/api/v1/journal?app=crm", "", "operator-secret", {{"Accept", "text/csv"}})
            .body,
        HasSubstr(",crm,"))
        << "which is asked for whole";
}

TEST_F(Journal, ExplainsOneDecision)
{
    put("/api/v1/addresses/%2B14155550100/preferences",
        R"({"channel":"sms","covers":"promotional","state":"stop","evidence":"told us"})");
    record({entry("d1", "+14155550100")});

    auto const answer = get("/api/v1/journal/d1").json();

    EXPECT_EQ(answer.at("decision"), "d1");
    EXPECT_EQ(answer.at_pointer("/recipients/0/rule/step"), 4);
    EXPECT_EQ(answer.at_pointer("/recipients/0/facts/kind"), "promotional");
    EXPECT_EQ(answer.at_pointer("/recipients/0/evidence"), "header: marketing");
    EXPECT_EQ(answer.at_pointer("/recipients/0/ledger/evidence"), "told us");
}

TEST_F(Journal, HidesAddressesInAnExplanationFromViewers)
{
    put("/api/v1/addresses/%2B14155550100/preferences",
        R"({"channel":"sms","covers":"promotional","state":"stop"})");
    record({entry("d1", "+14155550100")});

    auto const answer = get("/api/v1/journal/d1", "viewer-secret");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body.find("5550100"), std::string::npos);
}

TEST_F(Journal, DoesNotKnowEveryDecision)
{
    EXPECT_EQ(get("/api/v1/journal/d1").status, 404U);
}

}  // namespace
}  // namespace tests
