#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
using testing::HasSubstr;
using Customers = AdminApi;

constexpr char const* ann =
    R"({"kind":"customer","name":"Ann","contacts":[{"address":"(415) 555-0100","label":"mobile"},)"
    R"({"address":"Ann@Example.COM"}],"carbon_copy_of":null})";

TEST_F(Customers, PutCreatesThenReplaces)
{
    auto const created = put("/api/v1/customers/c1", ann);
    auto const replaced = put("/api/v1/customers/c1", R"({"name":"Ann B"})");

    EXPECT_EQ(created.status, 201U);
    EXPECT_EQ(created.json().at_pointer("/contacts/0/address"), "+14155550100");
    EXPECT_EQ(created.json().at_pointer("/contacts/1/address"), "ann@example.com");
    EXPECT_FALSE(created.json().at("ledger").as_array().empty());
    EXPECT_EQ(replaced.status, 200U);
    EXPECT_EQ(replaced.json().at("name"), "Ann B");
    EXPECT_TRUE(replaced.json().at("contacts").as_array().empty());
}

TEST_F(Customers, GetShowsAddressesWholeToOperatorsAndMaskedToViewers)
{
    put("/api/v1/customers/c1", ann);

    auto const whole = get("/api/v1/customers/c1");
    auto const masked = get("/api/v1/customers/c1", "viewer-secret");

    EXPECT_THAT(whole.body, HasSubstr("+14155550100"));
    EXPECT_EQ(masked.status, 200U);
    EXPECT_EQ(masked.body.find("5550100"), std::string::npos);
    EXPECT_EQ(masked.body.find("ann@"), std::string::npos);
}

TEST_F(Customers, DeleteTakesTheCustomerAndKeepsItsNotes)
{
    put("/api/v1/customers/c1", ann);

    EXPECT_EQ(call("DELETE", "/api/v1/customers/c1").status, 204U);
    EXPECT_EQ(get("/api/v1/customers/c1").status, 404U);
    EXPECT_EQ(call("DELETE", "/api/v1/customers/c1").status, 404U);
    EXPECT_EQ(get("/api/v1/customers/c1/notes").status, 200U);
}

TEST_F(Customers, AnAddressOwnedTwiceIsAConflictThatNamesTheOwner)
{
    put("/api/v1/customers/c1", ann);

    auto const answer = put("/api/v1/customers/c2", R"({"contacts":[{"address":"+14155550100"}]})");

    EXPECT_EQ(answer.status, 409U);
    EXPECT_EQ(answer.json().at("customer"), "c1");
    EXPECT_THAT(answer.json().at("detail").as_string().c_str(), HasSubstr("c1"));
}

TEST_F(Customers, WrongMembersAreNamedByPointer)
{
    auto const answer = put("/api/v1/customers/c1",
                            R"({"kind":"robot","contacts":[{"address":"12"}],"colour":"red"})");

    EXPECT_EQ(answer.status, 422U);
    EXPECT_THAT(answer.body, HasSubstr("\"/kind\""));
    EXPECT_THAT(answer.body, HasSubstr("customer, location or billing_account"));
    EXPECT_THAT(answer.body, HasSubstr("\"/contacts/0/address\""));
    EXPECT_THAT(answer.body, HasSubstr("\"/colour\""));
}

TEST_F(Customers, APreferenceIsVisibleInTheAnswerAndInADryRun)
{
    put("/api/v1/customers/c1", ann);

    auto const answer = put("/api/v1/customers/c1/preferences",
                            R"({"channel":"sms","covers":"promotional","state":"stop"})");
    auto const decision = call("POST", "/api/v1/decisions",
                               R"({"channel":"sms","to":["+14155550100"],"category":"marketing"})");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.json().at("ledger").as_array().size(), 1U);
    EXPECT_THAT(answer.body,
                HasSubstr(R"({"channel":"sms","covers":"promotional","state":"stop"})"));
    EXPECT_EQ(decision.json().at_pointer("/verdicts/0/verdict"), "suppress");
    EXPECT_EQ(decision.json().at_pointer("/verdicts/0/reason"), "consent_withdrawn");
}

TEST_F(Customers, PreferencesOfNobodyAreNotFound)
{
    auto const answer = put("/api/v1/customers/nobody/preferences",
                            R"({"channel":"any","covers":"any","state":"stop"})");

    EXPECT_EQ(answer.status, 404U);
}

TEST_F(Customers, UnknownNamesAreAnsweredWithTheAllowedOnes)
{
    put("/api/v1/customers/c1", ann);

    auto const answer = put("/api/v1/customers/c1/preferences",
                            R"({"channel":"fax","covers":"stream:nights","state":"maybe"})");

    EXPECT_EQ(answer.status, 422U);
    EXPECT_THAT(answer.body, HasSubstr("sms, email, whatsapp, viber or rcs"));
    EXPECT_THAT(answer.body, HasSubstr("campaign or workflow"));
    EXPECT_THAT(answer.body, HasSubstr("stop or allow"));
}

TEST_F(Customers, ARecipientsStopIsLiftedByStaffWithEvidenceOnly)
{
    put("/api/v1/customers/c1", ann);
    put("/api/v1/customers/c1/preferences",
        R"({"channel":"sms","covers":"any","state":"stop","source":"reply"})");

    auto const bare = put("/api/v1/customers/c1/preferences",
                          R"({"channel":"sms","covers":"any","state":"allow"})");
    auto const proven = put("/api/v1/customers/c1/preferences",
                            R"({"channel":"sms","covers":"any","state":"allow",)"
                            R"("evidence":"asked for it on the phone, 2026-11-21"})");

    EXPECT_EQ(bare.status, 422U);
    EXPECT_THAT(bare.body, HasSubstr("evidence"));
    EXPECT_EQ(proven.status, 200U);
}

TEST_F(Customers, NotesSayWhoDidItEvenWhereTheCallerNamesAnother)
{
    put("/api/v1/customers/c1", ann);
    put("/api/v1/customers/c1/preferences",
        R"({"channel":"sms","covers":"any","state":"stop","actor":"alice"})");

    auto const answer = get("/api/v1/customers/c1/notes");

    auto const document = answer.json();
    auto const& items = document.at("items").as_array();
    EXPECT_EQ(items.back().at("actor"), "alice (token operator)");
    EXPECT_EQ(items.back().at("source"), "staff");
    EXPECT_TRUE(document.at("next").is_null());
}

TEST_F(Customers, NotesComePageByPage)
{
    put("/api/v1/customers/c1", ann);
    auto const all = get("/api/v1/customers/c1/notes").json().at("items").as_array();

    std::size_t seen = 0;
    std::string cursor;
    do {
        auto const page =
            get("/api/v1/customers/c1/notes?limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor))
                .json();
        ASSERT_EQ(page.at("items").as_array().size(), 1U);
        EXPECT_EQ(page.at_pointer("/items/0/sequence"), all.at(seen).at("sequence"));
        cursor = page.at("next").is_null() ? "" : page.at("next").as_string().c_str();
        ++seen;
    } while (!cursor.empty());

    EXPECT_EQ(seen, all.size());
    EXPECT_GE(seen, 3U);
}

TEST_F(Customers, NotesHideAddressesFromViewers)
{
    put("/api/v1/customers/c1", ann);
    put("/api/v1/customers/c1/preferences",
        R"({"channel":"sms","covers":"any","state":"stop",)"
        R"("evidence":"wrote from ann@example.com, call (415) 555-0100"})");

    auto const answer = get("/api/v1/customers/c1/notes", "viewer-secret");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body.find("555-0100"), std::string::npos);
    EXPECT_EQ(answer.body.find("5550100"), std::string::npos);
    EXPECT_EQ(answer.body.find("ann@"), std::string::npos);
}

TEST_F(Customers, ViewersChangeNothing)
{
    EXPECT_EQ(put("/api/v1/customers/c1", ann, "viewer-secret").status, 403U);
    EXPECT_EQ(call("DELETE", "/api/v1/customers/c1", "", "viewer-secret").status, 403U);
    EXPECT_EQ(put("/api/v1/customers/c1/preferences", "{}", "viewer-secret").status, 403U);
}

TEST_F(Customers, AnIdIsPercentDecoded)
{
    put("/api/v1/customers/a%2Fb%20c", R"({"name":"odd id"})");

    EXPECT_EQ(get("/api/v1/customers/a%2Fb%20c").json().at("id"), "a/b c");
    EXPECT_EQ(get("/api/v1/customers/a%00b").status, 422U);
    EXPECT_EQ(get("/api/v1/customers/a%FFb").status, 400U);
    EXPECT_EQ(get("/api/v1/customers/a%2").status, 400U);
}

TEST_F(Customers, EvidenceMayComeInParts)
{
    put("/api/v1/customers/c1", ann);
    auto const* path = "/api/v1/customers/c1/preferences";
    put(path, R"({"channel":"sms","covers":"any","state":"stop","source":"paper"})");

    auto const bare = put(path, R"({"channel":"sms","covers":"any","state":"allow"})");
    auto const empty =
        put(path, R"({"channel":"sms","covers":"any","state":"allow","evidence":{"at":"May"}})");
    auto const given =
        put(path,
            R"({"channel":"sms","covers":"any","state":"allow","evidence":)"
            R"({"text":"asked for it","where":"by phone","at":"2026-11-20","reference":"T-17"}})");

    EXPECT_EQ(bare.status, 422U);
    EXPECT_THAT(bare.body, HasSubstr("evidence must tell what they said, where and when"));
    EXPECT_EQ(empty.status, 422U);
    EXPECT_THAT(empty.body, HasSubstr("/evidence/text"));
    EXPECT_THAT(empty.body, HasSubstr("/evidence/at"));
    EXPECT_EQ(given.status, 200U);
    EXPECT_THAT(
        get("/api/v1/customers/c1/notes").body,
        HasSubstr("Evidence: asked for it; where: by phone; at 2026-11-20; reference T-17"));
}

}  // namespace
}  // namespace tests
