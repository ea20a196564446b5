// The history of a customer or an address, as JSON and as CSV, with the hashes that chain it.
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace tests {
namespace {
using testing::HasSubstr;
using testing::StartsWith;

constexpr char const* header =
    "sequence,time,actor,source,evidence,customer,address,action,before,after,note,hash\r\n";

auto lines_of(std::string const& text)
{
    return std::count(text.begin(), text.end(), '\n');
}

struct NotesAsCsv : AdminApi {
    NotesAsCsv()
    {
        put("/api/v1/customers/c1", R"({"contacts":[{"address":"+14155550100"}]})");
        put("/api/v1/addresses/%2B14155550100/preferences",
            R"({"channel":"sms","covers":"any","state":"stop","source":"phone",)"
            R"("evidence":"said \"stop\", twice"})");
    }
    Response csv(std::string const& target, std::string const& token = "operator-secret")
    {
        return call("GET", target, "", token, {{"Accept", "text/csv"}});
    }
};

TEST_F(NotesAsCsv, OfAnAddressCarryTheHashes)
{
    auto const table = csv("/api/v1/addresses/%2B14155550100/notes");
    auto const hash = get("/api/v1/addresses/%2B14155550100/notes")
                          .json()
                          .at_pointer("/items/1/hash")
                          .as_string();

    EXPECT_EQ(table.status, 200U);
    EXPECT_THAT(table.header("content-disposition"), HasSubstr("notes.csv"));
    EXPECT_THAT(table.body, StartsWith(header));
    EXPECT_EQ(lines_of(table.body), 3);
    EXPECT_THAT(table.body, HasSubstr(R"("said ""stop"", twice")"));
    EXPECT_EQ(hash.size(), 64U);
    EXPECT_THAT(table.body, HasSubstr("," + std::string{hash} + "\r\n"));
}

TEST_F(NotesAsCsv, OfACustomerAreThoseOfItsContactsToo)
{
    EXPECT_EQ(lines_of(csv("/api/v1/customers/c1/notes").body), 5);
    EXPECT_EQ(lines_of(csv("/api/v1/customers/c1/notes?limit=1").body), 2);
    EXPECT_EQ(lines_of(csv("/api/v1/customers/c1/notes?cursor=3").body), 2);
    EXPECT_EQ(csv("/api/v1/customers/nobody/notes").status, 404U);
}

TEST_F(NotesAsCsv, AreMaskedToViewers)
{
    auto const table = csv("/api/v1/customers/c1/notes", "viewer-secret");

    EXPECT_EQ(table.status, 200U);
    EXPECT_EQ(table.body.find("5550100"), std::string::npos);
}

}  // namespace
}  // namespace tests
