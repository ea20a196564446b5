// What admins say of how messages were classified, and the rows they make for training.
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>

namespace tests {
namespace {

using testing::HasSubstr;

struct FeedbackOnDecisions : AdminApi {
    model::JournalEntry with_text(std::string decision, std::string address, std::int64_t message)
    {
        auto made = entry(std::move(decision), std::move(address));
        made.message = message;
        made.channel = model::Channel::email;
        made.subject = "Order 17";
        made.text = "Your order 17 has shipped";
        made.mark = model::Mark::unsure;
        return made;
    }
    Response say(std::string const& decision, std::string const& body,
                 std::string const& token = "operator-secret")
    {
        return call("POST", "/api/v1/journal/" + decision + "/feedback", body, token);
    }
    std::string rows() { return call("GET", "/api/v1/feedback", "", "admin-secret").body; }
};

TEST_F(FeedbackOnDecisions, BecomesARowForTraining)
{
    record({with_text("d1", "a@x.example", 0), with_text("d1", "b@x.example", 0)});

    auto const noted = say("d1", R"({"category":"billing"})");

    ASSERT_EQ(noted.status, 200U) << noted.body;
    EXPECT_EQ(noted.json().at("was"), "marketing");
    EXPECT_EQ(noted.json().at("category"), "billing");
    EXPECT_EQ(noted.json().at("kind"), "transactional");
    EXPECT_EQ(noted.json().at("actor"), "operator");
    EXPECT_EQ(noted.json().at("has_text"), true);
    auto const row = boost::json::parse(rows());
    EXPECT_EQ(row.at("text"), "Your order 17 has shipped");
    EXPECT_EQ(row.at("subject"), "Order 17");
    EXPECT_EQ(row.at("channel"), "email");
    EXPECT_EQ(row.at("label"), "transactional");
    EXPECT_EQ(row.at("finer"), "billing");
    EXPECT_EQ(row.at("source"), "feedback_shop");
    EXPECT_EQ(row.at("group"), "d1");
}

TEST_F(FeedbackOnDecisions, OfACategoryOfOnesOwnIsFiledUnderItsKind)
{
    record({with_text("d1", "a@x.example", 0)});
    say("d1", R"({"category":"newsletter"})");
    EXPECT_EQ(boost::json::parse(rows()).at("finer"), "marketing");
}

TEST_F(FeedbackOnDecisions, NeedsToKnowWhichOfSeveralMessages)
{
    record({with_text("d1", "a@x.example", 0), with_text("d1", "b@x.example", 1)});

    auto const unclear = say("d1", R"({"category":"billing"})");
    EXPECT_EQ(unclear.status, 422U);
    EXPECT_THAT(unclear.body, HasSubstr("/address"));
    EXPECT_EQ(say("d1", R"({"category":"billing","address":"B@X.example"})").status, 200U);
    EXPECT_EQ(say("d1", R"({"category":"one_time_code","address":"a@x.example"})").status, 200U);
    auto const lines = rows();
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
}

TEST_F(FeedbackOnDecisions, WithoutATextIsNotedAndMakesNoRow)
{
    record({entry("d1", "+14155550100")});
    auto const noted = say("d1", R"({"category":"billing"})");
    EXPECT_EQ(noted.status, 200U);
    EXPECT_EQ(noted.json().at("has_text"), false);
    EXPECT_EQ(rows(), "");
}

TEST_F(FeedbackOnDecisions, SaysWhatIsWrong)
{
    record({entry("d1", "+14155550100")});
    EXPECT_EQ(say("d2", R"({"category":"billing"})").status, 404U);
    EXPECT_EQ(say("d1", R"({"category":"billing","address":"+14155550199"})").status, 404U);
    EXPECT_THAT(say("d1", R"({"category":"spam"})").body, HasSubstr("unknown; one of"));
    EXPECT_THAT(say("d1", "{}").body, HasSubstr("/category"));
    EXPECT_EQ(say("d1", R"({"category":"billing","text":"x"})").status, 422U);
    EXPECT_EQ(call("GET", "/api/v1/feedback?limit=1", "", "admin-secret").status, 400U);
}

TEST_F(FeedbackOnDecisions, IsForOperatorsAndItsRowsForAdmins)
{
    record({with_text("d1", "a@x.example", 0)});
    EXPECT_EQ(say("d1", R"({"category":"billing"})", "viewer-secret").status, 403U);
    EXPECT_EQ(call("GET", "/api/v1/feedback", "", "operator-secret").status, 403U);
    EXPECT_EQ(call("GET", "/api/v1/feedback", "", "").status, 401U);
}

TEST_F(FeedbackOnDecisions, TheJournalShowsMarksToAllAndTextsToOperators)
{
    record({entry("d0", "a@x.example"), with_text("d1", "a@x.example", 0)});

    auto const marked = get("/api/v1/journal?mark=unsure").json();
    ASSERT_EQ(marked.at("items").as_array().size(), 1U);
    EXPECT_EQ(marked.at_pointer("/items/0/mark"), "unsure");
    EXPECT_EQ(marked.at_pointer("/items/0/text"), "Your order 17 has shipped");
    EXPECT_EQ(get("/api/v1/journal?mark=odd").status, 422U);
    EXPECT_EQ(get("/api/v1/journal/d1").json().at_pointer("/recipients/0/subject"), "Order 17");
    for (auto const* path : {"/api/v1/journal", "/api/v1/journal/d1"}) {
        auto const seen = get(path, "viewer-secret").body;
        EXPECT_EQ(seen.find("shipped"), std::string::npos) << seen;
        EXPECT_THAT(seen, HasSubstr("unsure"));
    }
}

}  // namespace
}  // namespace tests
