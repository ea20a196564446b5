// Many changes in one call: each has its own result, and one that is refused stops no other.
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {
namespace js = boost::json;
using testing::HasSubstr;

class Bulk : public AdminApi {
protected:
    Response bulk(std::string const& changes)
    {
        return call("POST", "/api/v1/bulk", "{\"changes\":[" + changes + "]}");
    }
    js::array results_of(Response const& response)
    {
        EXPECT_EQ(response.status, 200U) << response.body;
        return response.json().as_object().at("results").as_array();
    }
    static unsigned status(js::value const& result)
    {
        return result.at("status").to_number<unsigned>();
    }
    bool stopped(std::string const& address, std::string const& category)
    {
        auto const asked =
            call("POST", "/api/v1/decisions",
                 R"({"channel":"sms","to":[")" + address + R"("],"category":")" + category + "\"}");
        return asked.body.find("\"suppress\"") != std::string::npos;
    }
};

TEST_F(Bulk, EveryKindOfChangeIsMadeInOrder)
{
    auto const answer = bulk(R"(
        {"change":"customer","customer":"b1","kind":"billing_account","name":"Ada"},
        {"change":"customer","customer":"l1","kind":"location","carbon_copy_of":"b1",
         "contacts":[{"address":"+14155550100","label":"home"}]},
        {"change":"contact","customer":"b1","address":"(415) 555-0101","label":"mobile"},
        {"change":"preference","customer":"b1","channel":"sms","covers":"marketing","state":"stop"},
        {"change":"preference","address":"+14155550102","channel":"any","covers":"promotional",
         "state":"stop","source":"reply"},
        {"change":"suppression","address":"a@example.com","channel":"email",
         "suppression":"hard_bounce"},
        {"change":"suppression_lift","address":"a@example.com","channel":"email",
         "suppression":"hard_bounce","evidence":"the mailbox is back"},
        {"change":"contact_removal","customer":"b1","address":"+14155550101"},
        {"change":"customer","customer":"c9"},
        {"change":"merge","customer":"b1","from":"c9"},
        {"change":"customer","customer":"gone"},
        {"change":"customer_removal","customer":"gone"})");

    for (auto const& result : results_of(answer))
        EXPECT_EQ(status(result), 200U) << js::serialize(result);
    EXPECT_THAT(answer.body, HasSubstr(R"("changed":12,"unchanged":0,"refused":0)"));
    EXPECT_TRUE(stopped("+14155550100", "marketing"));
    EXPECT_TRUE(stopped("+14155550102", "marketing"));
    EXPECT_FALSE(stopped("+14155550101", "marketing"));
    EXPECT_EQ(get("/api/v1/customers/gone").status, 404U);
    EXPECT_THAT(get("/api/v1/customers/b1").body, HasSubstr("\"merged\":[\"c9\"]"));
}

TEST_F(Bulk, OneThatIsRefusedStopsNoOtherAndLeavesNothing)
{
    put("/api/v1/customers/c1", R"({"contacts":[{"address":"+14155550100"}]})");
    put("/api/v1/addresses/+14155550199/preferences",
        R"({"channel":"sms","covers":"any","state":"stop","source":"reply"})");

    auto const answer = bulk(R"(
        {"change":"preference","address":"+14155550101","channel":"sms","covers":"spam","state":"stop"},
        {"change":"customer","customer":"c2","contacts":[{"address":"+14155550100"}]},
        {"change":"preference","customer":"nobody","channel":"sms","covers":"any","state":"stop"},
        {"change":"preference","address":"+14155550199","channel":"sms","covers":"any","state":"allow"},
        {"change":"suppression","address":"12","channel":"sms","suppression":"complaint"},
        {"change":"suppression","address":"+14155550101","channel":"fax","suppression":"erased"},
        {"change":"preference","customer":"c1","address":"+14155550101","channel":"sms",
         "covers":"any","state":"stop"},
        {"change":"tea"}, 7,
        {"change":"preference","address":"+14155550103","channel":"sms","covers":"any","state":"stop"})");

    auto const results = results_of(answer);
    std::vector<unsigned> statuses;
    for (auto const& result : results)
        statuses.push_back(status(result));
    EXPECT_THAT(statuses,
                testing::ElementsAre(422U, 409U, 404U, 422U, 422U, 422U, 422U, 422U, 422U, 200U));
    EXPECT_THAT(js::serialize(results[0]), HasSubstr("/changes/0/covers"));
    EXPECT_THAT(js::serialize(results[0]),
                HasSubstr("marketing, newsletter, one_time_code or billing"));
    EXPECT_EQ(results[1].at("customer").as_string(), "c1");
    EXPECT_THAT(js::serialize(results[3]), HasSubstr("evidence must tell what they said"));
    EXPECT_THAT(js::serialize(results[4]), HasSubstr("read: 12"));
    EXPECT_THAT(js::serialize(results[5]), HasSubstr("sms, email, whatsapp, viber or rcs"));
    EXPECT_THAT(js::serialize(results[7]), HasSubstr("customer, customer_removal, contact"));
    EXPECT_THAT(answer.body, HasSubstr(R"("changed":1,"unchanged":0,"refused":9)"));
    EXPECT_EQ(get("/api/v1/customers/c2").status, 404U);
    EXPECT_TRUE(stopped("+14155550199", "marketing"));
    EXPECT_TRUE(stopped("+14155550103", "marketing"));
}

TEST_F(Bulk, TheSameAgainChangesNothing)
{
    auto const change = std::string{R"({"change":"suppression","address":"+14155550100",
        "channel":"sms","suppression":"do_not_contact"})"};
    bulk(change);

    auto const again = bulk(change + "," + change);

    EXPECT_THAT(again.body, HasSubstr(R"("changed":0,"unchanged":2,"refused":0)"));
    EXPECT_EQ(results_of(again)[0].at("ledger").as_array()[0].to_number<int>(), 1);
}

TEST_F(Bulk, TenThousandGoInOneCallAndOneMoreIsRefused)
{
    std::string changes;
    for (int i = 0; i < 10'000; ++i) {
        auto const number = std::to_string(10'000 + i).substr(1);
        changes += (i == 0 ? "" : ",") +
                   std::string{R"({"change":"suppression","address":"+1415556)"} + number +
                   R"(","channel":"sms","suppression":"do_not_contact"})";
    }

    auto const answer = bulk(changes);
    auto const more = bulk(changes + ",{}");

    EXPECT_THAT(answer.body, HasSubstr(R"("changed":10000,"unchanged":0,"refused":0)"));
    EXPECT_TRUE(stopped("+14155569999", "billing"));
    EXPECT_EQ(more.status, 422U);
    EXPECT_THAT(more.body, HasSubstr("has more than 10000 items"));
}

TEST_F(Bulk, ABodyThatIsNoListAndARoleThatIsTooLowAreRefused)
{
    EXPECT_EQ(call("POST", "/api/v1/bulk", "{}").status, 422U);
    EXPECT_EQ(call("POST", "/api/v1/bulk", R"({"changes":{}})").status, 422U);
    EXPECT_EQ(call("POST", "/api/v1/bulk", R"({"changes":[],"more":1})").status, 422U);
    EXPECT_EQ(call("POST", "/api/v1/bulk", R"({"changes":[)").status, 400U);
    EXPECT_EQ(call("POST", "/api/v1/bulk", R"({"changes":[]})", "viewer-secret").status, 403U);
    EXPECT_EQ(call("POST", "/api/v1/bulk", R"({"changes":[]})").status, 200U);
}

}  // namespace
}  // namespace tests
