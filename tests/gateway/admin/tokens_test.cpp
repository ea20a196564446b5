#include "tests/gateway/admin/house.hpp"

#include "gateway/admin/tokens.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using TokensApi = AdminApi;
namespace admin = gateway::admin;

TEST(Tokens, AreFoundByTheirSecretOnly)
{
    admin::Tokens tokens{"root"};
    tokens.replace({{"a", model::Role::viewer, admin::digest_of("one"), {}},
                    {"b", model::Role::operator_, admin::digest_of("two"), {}}},
                   {});

    EXPECT_EQ(tokens.find("two")->name, "b");
    EXPECT_EQ(tokens.find("root")->role, model::Role::admin);
    EXPECT_FALSE(tokens.find("three"));
    EXPECT_FALSE(tokens.find(admin::digest_of("two")));
}

TEST(Tokens, HaveNoAdminWithoutAnEnvironment)
{
    admin::Tokens const tokens{""};

    EXPECT_FALSE(tokens.find(""));
}

TEST(Tokens, HaveSecretsThatDiffer)
{
    EXPECT_EQ(admin::new_secret().size(), 8 + 64U);
    EXPECT_NE(admin::new_secret(), admin::new_secret());
}

TEST_F(TokensApi, CreatedTokenWorksAtOnceAndItsSecretIsShownOnce)
{
    auto const created =
        call("POST", "/api/v1/tokens", R"({"name":"crm","role":"operator"})", "admin-secret");
    auto const secret = std::string{created.json().at("secret").as_string()};

    EXPECT_EQ(created.status, 201U);
    EXPECT_EQ(put("/api/v1/customers/c1", "{}", secret).status, 201U);
    auto const list = get("/api/v1/tokens", "admin-secret");
    EXPECT_THAT(list.body, HasSubstr("\"crm\""));
    EXPECT_THAT(list.body, Not(HasSubstr(secret)));
    EXPECT_THAT(list.body, Not(HasSubstr(admin::digest_of(secret))));
}

TEST_F(TokensApi, RemovedTokenStopsAtOnce)
{
    EXPECT_EQ(call("DELETE", "/api/v1/tokens/viewer", "", "admin-secret").status, 204U);

    EXPECT_EQ(get("/api/v1/journal", "viewer-secret").status, 401U);
    EXPECT_EQ(call("DELETE", "/api/v1/tokens/viewer", "", "admin-secret").status, 404U);
}

TEST_F(TokensApi, NameIsUniqueAndPlain)
{
    auto const taken =
        call("POST", "/api/v1/tokens", R"({"name":"viewer","role":"admin"})", "admin-secret");
    auto const odd =
        call("POST", "/api/v1/tokens", R"({"name":"a b","role":"king"})", "admin-secret");
    auto const reserved =
        call("POST", "/api/v1/tokens", R"({"name":"environment","role":"admin"})", "admin-secret");

    EXPECT_EQ(taken.status, 409U);
    EXPECT_EQ(odd.status, 422U);
    EXPECT_THAT(odd.body, HasSubstr("viewer, operator or admin"));
    EXPECT_EQ(reserved.status, 422U);
}

TEST_F(TokensApi, AreForAdmins)
{
    EXPECT_EQ(get("/api/v1/tokens").status, 403U);
    EXPECT_EQ(call("POST", "/api/v1/tokens", R"({"name":"x","role":"admin"})").status, 403U);
    EXPECT_EQ(call("DELETE", "/api/v1/tokens/viewer").status, 403U);
}

}  // namespace
}  // namespace tests
