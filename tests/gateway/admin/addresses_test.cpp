#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
using testing::HasSubstr;
using Addresses = AdminApi;

boost::json::value cell(Response const& answer, char const* channel, char const* category)
{
    auto const document = answer.json();
    for (auto const& cell : document.at("now").as_array()) {
        if (cell.at("channel") == channel && cell.at("category") == category) return cell;
    }
    return nullptr;
}

TEST_F(Addresses, ShowWhatEachChannelAndCategoryWouldGet)
{
    put("/api/v1/addresses/%2B14155550100/preferences",
        R"({"channel":"sms","covers":"marketing","state":"stop"})");

    auto const answer = get("/api/v1/addresses/%2B14155550100");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.json().at("form"), "phone");
    EXPECT_EQ(cell(answer, "sms", "marketing").at("verdict"), "suppress");
    EXPECT_EQ(cell(answer, "sms", "marketing").at("reason"), "consent_withdrawn");
    EXPECT_EQ(cell(answer, "viber", "marketing").at("verdict"), "deliver");
    EXPECT_EQ(cell(answer, "sms", "newsletter").at("reason"), "opt_in_missing");
    EXPECT_EQ(cell(answer, "sms", "one_time_code").at("reason"), "always_allowed");
    EXPECT_TRUE(cell(answer, "email", "marketing").is_null());
}

TEST_F(Addresses, AnySpellingIsTheSameAddress)
{
    put("/api/v1/addresses/%28415%29%20555-0100/preferences",
        R"({"channel":"any","covers":"any","state":"stop"})");

    auto const answer = get("/api/v1/addresses/+14155550100");

    EXPECT_EQ(answer.json().at("address"), "+14155550100");
    EXPECT_EQ(answer.json().at("preferences").as_array().size(), 1U);
}

TEST_F(Addresses, NameTheCustomersWhoOwnThem)
{
    put("/api/v1/customers/c1", R"({"contacts":[{"address":"+14155550100","label":"mobile"}]})");

    auto const answer = get("/api/v1/addresses/%2B14155550100").json();

    EXPECT_EQ(answer.at_pointer("/customers/0"), "c1");
    EXPECT_EQ(answer.at_pointer("/labels/0"), "mobile");
}

TEST_F(Addresses, AreMaskedToViewers)
{
    auto const answer = get("/api/v1/addresses/ann%40example.com", "viewer-secret");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.json().at("address"), "a***@example.com");
}

TEST_F(Addresses, HideFromViewersWhateverElseIsOne)
{
    put("/api/v1/customers/alice%40example.com",
        R"({"name":"+1 415 555 0100","contacts":[{"address":"+14155550100","label":"home"}]})");
    put("/api/v1/customers/alan%40example.com", R"({"carbon_copy_of":"alice@example.com"})");
    put("/api/v1/addresses/%2B14155550100/suppressions",
        R"({"channel":"sms","suppression":"stop_reply","sender":"+14155559900",)"
        R"("source":"carol@example.com","actor":"bob@example.com"})");

    for (auto const* target :
         {"/api/v1/addresses/%2B14155550100", "/api/v1/addresses/%2B14155550100/notes",
          "/api/v1/customers/alan%40example.com", "/api/v1/customers/alice%40example.com/notes",
          "/api/v1/reports/changes"}) {
        auto const body = get(target, "viewer-secret").body;
        EXPECT_THAT(body, HasSubstr("***@example.com")) << target;
        for (auto const* hidden : {"alice", "alan", "bob@", "carol", "55559900", "555 0100"})
            EXPECT_EQ(body.find(hidden), std::string::npos) << target << ' ' << body;
    }
}

TEST_F(Addresses, UnreadableOnesSayWhatIsWrongWithoutRepeatingIt)
{
    auto const answer = get("/api/v1/addresses/12345678901234567890123");

    EXPECT_EQ(answer.status, 422U);
    EXPECT_EQ(answer.body.find("12345678"), std::string::npos);
    EXPECT_THAT(answer.body, HasSubstr("address"));
}

TEST_F(Addresses, AnswerAPreferenceWithItsLedgerEntryAndTheResult)
{
    auto const answer = put("/api/v1/addresses/ann%40example.com/preferences",
                            R"({"channel":"email","covers":"stream:campaign","state":"stop"})");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.json().at("ledger").as_array().size(), 1U);
    EXPECT_EQ(answer.json().at_pointer("/preferences/0/covers"), "stream:campaign");
}

TEST_F(Addresses, KeepTheirHistory)
{
    put("/api/v1/addresses/ann%40example.com/preferences",
        R"({"channel":"email","covers":"any","state":"stop"})");

    auto const answer = get("/api/v1/addresses/ann%40example.com/notes");

    EXPECT_EQ(answer.json().at_pointer("/items/0/action"), "preference");
    EXPECT_EQ(answer.json().at_pointer("/items/0/actor"), "operator");
}

TEST_F(Addresses, AreSuppressedAndReleasedWithEvidence)
{
    auto const path = "/api/v1/addresses/%2B14155550100/suppressions";

    auto const set = put(path, R"({"channel":"sms","suppression":"stop_reply","source":"reply"})");
    auto const state = get("/api/v1/addresses/%2B14155550100");
    auto const bare = call("DELETE", path, R"({"channel":"sms","suppression":"stop_reply"})");
    auto const lifted = call("DELETE", path,
                             R"({"channel":"sms","suppression":"stop_reply",)"
                             R"("evidence":"START by SMS"})");
    auto const again =
        call("DELETE", path, R"({"channel":"sms","suppression":"stop_reply","evidence":"x"})");

    EXPECT_EQ(set.status, 200U);
    EXPECT_EQ(set.json().at_pointer("/suppressions/0/suppression"), "stop_reply");
    EXPECT_EQ(cell(state, "sms", "billing").at("reason"), "stop_reply");
    EXPECT_EQ(bare.status, 422U);
    EXPECT_THAT(bare.body, HasSubstr("/evidence"));
    EXPECT_EQ(lifted.status, 200U);
    EXPECT_TRUE(lifted.json().at("suppressions").as_array().empty());
    EXPECT_EQ(again.status, 404U);
}

TEST_F(Addresses, CantBeErasedThroughSuppressions)
{
    auto const answer = put("/api/v1/addresses/%2B14155550100/suppressions",
                            R"({"channel":"any","suppression":"erased"})");

    EXPECT_EQ(answer.status, 422U);
    EXPECT_THAT(answer.body, HasSubstr("do_not_contact"));
}

TEST_F(Addresses, ViewersChangeNothing)
{
    EXPECT_EQ(put("/api/v1/addresses/a%40b.com/preferences", "{}", "viewer-secret").status, 403U);
    EXPECT_EQ(put("/api/v1/addresses/a%40b.com/suppressions", "{}", "viewer-secret").status, 403U);
    EXPECT_EQ(
        call("DELETE", "/api/v1/addresses/a%40b.com/suppressions", "{}", "viewer-secret").status,
        403U);
}

}  // namespace
}  // namespace tests
