// What people marked wrong (GET /api/v1/feedback, gateway/admin/feedback.cpp) teaches the model when it is trained next.
// All texts here are invented.
#include "filters/train/training.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <filesystem>
#include <fstream>

namespace filters::train {
namespace {

constexpr std::string_view data =
    R"({"text":"Sale! 50% off all shoes, shop now","channel":"sms","label":"promotional","lang":"en","source":"a"}
{"text":"Win a prize! Claim your voucher today","channel":"sms","label":"promotional","lang":"en","source":"a"}
{"text":"New collection: discover our offers","channel":"email","label":"promotional","lang":"en","source":"b"}
{"text":"Your order 17 has shipped","channel":"sms","label":"transactional","lang":"en","source":"a"}
{"text":"Payment of $20 received, balance $5","channel":"sms","label":"transactional","lang":"en","source":"a"}
{"text":"Your appointment is on Monday","channel":"email","label":"transactional","lang":"en","source":"b"}
)";
/// As the admin API spells it.
constexpr std::string_view marks =
    R"({"text":"Fresh bread club: croissants of the week","channel":"email","label":"transactional","finer":"account_notice","lang":"und","source":"feedback_shop","group":"d1","category":"service","was":"marketing","subject":"Croissants"}
{"text":"The croissants of the week are here","channel":"email","label":"transactional","finer":"account_notice","lang":"und","source":"feedback_shop","group":"d2","category":"service","was":"marketing"}
)";

class Feedback : public testing::Test {
protected:
    Feedback()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "optgate-train-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~Feedback() override { std::filesystem::remove_all(folder_); }

    std::string file(std::string const& name, std::string_view text) const
    {
        std::ofstream{folder_ / name} << text;
        return (folder_ / name).string();
    }

    static std::int32_t score_of_croissants(Corpus const& corpus)
    {
        std::vector<Row const*> rows;
        for (auto const& row : corpus.rows)
            rows.push_back(&row);
        auto trained = train(rows);
        Features features;
        extract({model::Channel::email, "", "Croissants of the week for you"}, features);
        return sum(features, trained.bound());
    }

    std::filesystem::path folder_;
};

TEST_F(Feedback, IsReadAsItIsExportedAndIsNotAskedAbout)
{
    Corpus corpus;
    read(file("data.jsonl", data), corpus);
    auto const hash = corpus.hash;
    read(file("marks.jsonl", marks), corpus, Use::shown);

    ASSERT_EQ(corpus.rows.size(), 8U);
    EXPECT_NE(corpus.hash, hash);
    EXPECT_TRUE(corpus.rows[5].asked);
    EXPECT_FALSE(corpus.rows[6].asked);
    EXPECT_FALSE(corpus.rows[6].promotional);
    EXPECT_EQ(corpus.rows[6].source, "feedback_shop");
}

TEST_F(Feedback, MovesTheScoreOfSuchTextsToWhatWasMarked)
{
    Corpus corpus;
    read(file("data.jsonl", data), corpus);
    auto const before = score_of_croissants(corpus);
    read(file("marks.jsonl", marks), corpus, Use::shown);

    EXPECT_LT(score_of_croissants(corpus), before - 100);
}

TEST_F(Feedback, OfABrokenFileIsToldByItsLine)
{
    Corpus corpus;
    try {
        read(file("marks.jsonl", std::string{marks} + "{\"text\":\"x\"}\n"), corpus, Use::shown);
        FAIL();
    } catch (std::runtime_error const& error) {
        EXPECT_NE(std::string_view{error.what()}.find("marks.jsonl:3: no label"),
                  std::string_view::npos)
            << error.what();
    }
}

}  // namespace
}  // namespace filters::train
