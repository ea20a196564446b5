// A person's whole record as one file, and its end.
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace tests {
namespace {
using testing::HasSubstr;

constexpr char const* path = "/api/v1/people/%2B14155550100";
constexpr char const* number = "+14155550100";
constexpr char const* lovelace =
    R"({"name":"Ada Lovelace","contacts":[{"address":"+14155550100","label":"mobile"}]})";

struct People : AdminApi {
    Response erase(std::string const& target = path, std::string const& token = "admin-secret")
    {
        return call("DELETE", target, "", token);
    }
    std::string files() const
    {
        std::ostringstream all;
        for (auto const& file : std::filesystem::directory_iterator{folder_}) {
            all << std::ifstream{file.path(), std::ios::binary}.rdbuf();
        }
        return all.str();
    }
    /// The reason a dry run gives for the number.
    std::string reason()
    {
        auto const run =
            call("POST", "/api/v1/decisions",
                 R"({"channel":"sms","to":["+14155550100"],"category":"one_time_code"})");
        return std::string{run.json().at_pointer("/verdicts/0/reason").as_string()};
    }
};

TEST_F(People, GetIsOneFileOfAllThatIsHeldAndWasDecided)
{
    put("/api/v1/customers/c1", lovelace);
    put("/api/v1/customers/c1/preferences",
        R"({"channel":"sms","covers":"promotional","state":"stop"})");
    put("/api/v1/addresses/%2B14155550100/preferences",
        R"({"channel":"sms","covers":"marketing","state":"stop"})");
    put("/api/v1/addresses/%2B14155550100/suppressions",
        R"({"channel":"sms","suppression":"complaint"})");
    put("/api/v1/customers/c2", R"({"name":"Charles"})");
    record({entry("d1", number), entry("d2", "+14155550199")});

    auto const file = get(path);

    ASSERT_EQ(file.status, 200U);
    EXPECT_THAT(file.header("content-disposition"), HasSubstr("person.json"));
    auto const person = file.json();
    EXPECT_EQ(person.at("address"), number);
    EXPECT_TRUE(person.at("erased").is_null());
    EXPECT_EQ(person.at_pointer("/customers/0/name"), "Ada Lovelace");
    EXPECT_EQ(person.at("customers").as_array().size(), 1U);
    EXPECT_EQ(person.at_pointer("/suppressions/0/suppression"), "complaint");
    EXPECT_EQ(person.at_pointer("/preferences/0/covers"), "marketing");
    EXPECT_EQ(person.at("notes").as_array().size(), 7U);
    ASSERT_EQ(person.at("journal").as_array().size(), 1U);
    EXPECT_EQ(person.at_pointer("/journal/0/decision"), "d1");
}

TEST_F(People, GetStreamsWhatTakesManyPieces)
{
    std::vector<model::JournalEntry> many;
    for (int i = 0; i < 450; ++i)
        many.push_back(entry("d" + std::to_string(i), number));
    record(many);
    for (int i = 0; i < 201; ++i) {
        put("/api/v1/addresses/%2B14155550100/preferences",
            std::string{R"({"channel":"sms","covers":"any","evidence":"e","state":")"} +
                (i % 2 == 0 ? "stop" : "allow") + "\"}");
    }

    auto const person = get(path).json();

    EXPECT_EQ(person.at("journal").as_array().size(), 450U);
    EXPECT_EQ(person.at("notes").as_array().size(), 201U);
}

TEST_F(People, GetOfSomebodyUnknownSaysThatNothingIsHeld)
{
    auto const person = get("/api/v1/people/nobody%40example.com").json();

    EXPECT_TRUE(person.at("customers").as_array().empty());
    EXPECT_TRUE(person.at("notes").as_array().empty());
    EXPECT_TRUE(person.at("journal").as_array().empty());
    EXPECT_TRUE(person.at("erased").is_null());
}

TEST_F(People, DeleteErasesAndTheAddressGoesOnBeingRefused)
{
    put("/api/v1/customers/c1", lovelace);
    record({entry("d1", number)});
    ASSERT_THAT(files(), HasSubstr("Lovelace"));

    auto const erased = erase();

    EXPECT_EQ(erased.status, 200U);
    EXPECT_EQ(erased.json().at("notes"), 4);
    EXPECT_EQ(erased.json().at("journal"), 1);
    EXPECT_EQ(erased.json().at("customers"), 1);
    EXPECT_EQ(reason(), "erased");
    EXPECT_EQ(get("/api/v1/customers/c1").status, 404U);
    EXPECT_THAT(files(), Not(HasSubstr(number)));
    EXPECT_THAT(files(), Not(HasSubstr("Lovelace")));
    auto const person = get(path).json();
    EXPECT_TRUE(person.at("erased").is_string());
    EXPECT_TRUE(person.at("notes").as_array().empty());
    auto const journal = get("/api/v1/journal").json();
    EXPECT_EQ(journal.at_pointer("/items/0/address"), "");
    EXPECT_EQ(get("/api/v1/journal", "viewer-secret").json().at_pointer("/items/0/address"), "");
    EXPECT_FALSE(store_->reader()->verify({}).broken);
}

TEST_F(People, DeleteNamesTheCustomersWhoKeepAnotherContact)
{
    put("/api/v1/customers/c1",
        R"({"name":"Ann","contacts":[{"address":"+14155550100"},{"address":"ann@example.com"}]})");

    auto const erased = erase().json();

    EXPECT_EQ(erased.at("customers"), 0);
    EXPECT_EQ(erased.at_pointer("/customers_left/0"), "c1");
    EXPECT_EQ(get("/api/v1/customers/c1").json().at("contacts").as_array().size(), 1U);
}

TEST_F(People, DeleteTwiceIsDoneOnce)
{
    EXPECT_EQ(erase().json().at("ledger"), erase().json().at("ledger"));
}

TEST_F(People, AnErasureIsLiftedWithEvidenceOnly)
{
    erase();
    auto const* suppressions = "/api/v1/addresses/%2B14155550100/suppressions";

    auto const bare = call("DELETE", suppressions, R"({"channel":"any","suppression":"erased"})");
    auto const lifted =
        call("DELETE", suppressions,
             R"({"channel":"any","suppression":"erased","evidence":"signed a new contract"})");

    EXPECT_EQ(bare.status, 422U);
    EXPECT_THAT(bare.body, HasSubstr("/evidence"));
    EXPECT_EQ(lifted.status, 200U);
    EXPECT_EQ(reason(), "always_allowed");
}

TEST_F(People, OperatorsReadAndOnlyAdminsErase)
{
    EXPECT_EQ(get(path, "viewer-secret").status, 403U);
    EXPECT_EQ(erase(path, "viewer-secret").status, 403U);
    EXPECT_EQ(erase(path, "operator-secret").status, 403U);
    EXPECT_EQ(erase(path, "").status, 401U);
    EXPECT_EQ(get("/api/v1/people/nonsense").status, 422U);
    EXPECT_EQ(erase("/api/v1/people/nonsense").status, 422U);
}

}  // namespace
}  // namespace tests
