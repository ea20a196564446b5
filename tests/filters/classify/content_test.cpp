// What a text says about itself, by rules and by the model. All texts here are invented.
#include "filters/classify/content.hpp"

#include "filters/classify/features.hpp"
#include "filters/classify/lexicon_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace filters {
namespace {

using model::Channel;
using model::Kind;
using testing::HasSubstr;
using testing::Not;

Reading sms(std::string_view body)
{
    return {Channel::sms, "", body};
}

Kind kind_of(std::string_view body)
{
    return judge_by_model(sms(body)).kind;
}

TEST(Model, TellsAdvertisingFromServiceInManyLanguages)
{
    EXPECT_EQ(
        kind_of(
            "Weekend sale! Up to 50% off all shoes, today only. Shop now at https://shop.example"),
        Kind::promotional);
    EXPECT_EQ(kind_of("Nur heute: 30 % Rabatt auf alles! Jetzt bestellen: https://laden.example"),
              Kind::promotional);
    EXPECT_EQ(kind_of("¡Solo hoy! 2x1 en pizzas y envío gratis. Pide ya en https://pizza.example"),
              Kind::promotional);
    EXPECT_EQ(kind_of("Bugün tüm ürünlerde %40 indirim! Kaçırma, hemen alışverişe başla"),
              Kind::promotional);
    EXPECT_EQ(kind_of("Your appointment with Dr Weiss is confirmed for 12 May at 09:30."),
              Kind::transactional);
    EXPECT_EQ(kind_of("Ihre Bestellung 88321 wurde versandt. Sendungsnummer: 00340434"),
              Kind::transactional);
    EXPECT_EQ(kind_of("Su pedido 55120 ha sido enviado y llegará el martes."), Kind::transactional);
    EXPECT_EQ(kind_of("您的快递已到达驿站，取件码 5-2-1034，请及时领取。"), Kind::transactional);
}

TEST(Model, GivesTheSameScoreForTheSameTextWhateverItsWidthOrTheOrderOfCalls)
{
    auto const first = score_text(sms("ＳＡＬＥ ５０％ off")).score;
    score_text(sms("something else in between"));

    EXPECT_EQ(score_text(sms("SALE 50% off")).score, first);
}

TEST(Model, ReadsAnything)
{
    for (std::string const& text :
         {std::string{}, std::string(1, '\0'), std::string(1'000'000, 'x'),
          std::string(100'000, '\xff'), std::string(50'000, '9'), std::string("\xf0\x9f")}) {
        auto const judged = judge_by_model(sms(text));
        EXPECT_GT(judged.probability, 0.0);
        EXPECT_LT(judged.probability, 1.0);
    }
}

TEST(Model, FitsIn256KiB)
{
    auto const& weights = shipped_weights();
    std::size_t bytes = gram_buckets + weights.entry_count + 2 * weights.measure_count;
    for (auto const& [name, text] : lexicon_files())
        bytes += text.size();

    EXPECT_LE(bytes, std::size_t{256} * 1024);
}

TEST(Model, WeightsBelongToThisLexiconAndTheseMeasures)
{
    EXPECT_EQ(shipped_weights().measure_count, measure_names().size());
    EXPECT_EQ(shipped_weights().entry_count, Lexicon::shipped().entries().size());
}

TEST(Model, EvidenceNamesFeaturesAndVersionAndNoWordOfTheText)
{
    auto const judged = judge_by_model(sms("Zanzibarquux sale 50% off"));

    EXPECT_EQ(judged.step, "model");
    EXPECT_THAT(judged.detail, HasSubstr(std::string{"model "}.append(model_version())));
    EXPECT_THAT(judged.detail, Not(HasSubstr("anzibar")));
}

TEST(Outcome, LiesBetweenTwoThresholds)
{
    auto const score = score_text(sms("Hello there")).score;

    EXPECT_EQ(judge_by_model(sms("Hello there"), {score - 1, score + 1}).outcome, Outcome::unsure);
    EXPECT_EQ(judge_by_model(sms("Hello there"), {score, score + 1}).outcome,
              Outcome::transactional);
    EXPECT_EQ(judge_by_model(sms("Hello there"), {score - 1, score}).outcome, Outcome::promotional);
    EXPECT_LT(shipped_weights().transactional_at_most, 0);
    EXPECT_GT(shipped_weights().promotional_from, 0);
}

TEST(Rule, SpeaksBeforeTheModelAndIsTheEvidence)
{
    auto const rules = ContentRules::compile(
        {{"code", "", "one_time_code", Kind::transactional, "code is", "", ""}});
    auto const judged = judge_content(sms("50% off! Sale! Your code is 1234"), *rules);

    EXPECT_EQ(judged.outcome, Outcome::transactional);
    EXPECT_EQ(judged.category, "one_time_code");
    EXPECT_EQ(judged.step, "rule");
    EXPECT_EQ(judged.detail, "code");
    EXPECT_TRUE(judged.needed);
    EXPECT_LT(judged.probability, 0.5);
}

TEST(FinerCategory, IsNamedWhereTheWordsAgree)
{
    EXPECT_EQ(
        judge_by_model(
            sms("Your order 8812 has been shipped. Track your parcel with tracking number 7781"))
            .category,
        "order");
    EXPECT_EQ(judge_by_model(sms("Hello")).category, "");
}

}  // namespace
}  // namespace filters
