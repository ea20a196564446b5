// Design §4: which step names the category, and what it says it saw.
#include "filters/classify/classify.hpp"

#include "filters/classify/content.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace filters {
namespace {

using model::Category;
using model::Evidence;
using model::Kind;
using model::Message;

constexpr Category marketing{0};
constexpr Category survey{1};
constexpr Category billing{2};
constexpr Category account{3};

model::Categories const categories{{{.name = "marketing", .kind = Kind::promotional},
                                    {.name = "survey", .kind = Kind::promotional},
                                    {.name = "billing", .kind = Kind::transactional},
                                    {.name = "account", .kind = Kind::transactional}}};

struct Asked {
    std::vector<HintMapping> hints;
    std::vector<Mapping> mappings;
    std::optional<Category> header;
    std::string_view stream;
    std::string_view path;

    model::Classified about(Message const& message) const
    {
        return classify(message,
                        {.header = header,
                         .stream = stream,
                         .path = path,
                         .hints = hints,
                         .mappings = mappings,
                         .fallback = "account"},
                        categories);
    }
};

void expect(model::Classified const& classified, Category category, Evidence const& evidence)
{
    EXPECT_EQ(classified.category, category) << categories[classified.category].name;
    EXPECT_EQ(classified.evidence, evidence) << classified.evidence.detail;
}

TEST(Classify, FallsBackToTheApplicationsDefault)
{
    expect(Asked{}.about({}), account, {"default", ""});
}

TEST(Classify, HeaderWinsOverEverything)
{
    Asked const asked{.mappings = {{.category = survey}}, .header = billing};
    expect(asked.about({.hints = {{"MessageIntent", "marketing"}}}), billing, {"header", ""});
}

TEST(Classify, HintThatIsACategorysNameNeedsNoMapping)
{
    expect(Asked{}.about({.hints = {{"MessageIntent", "marketing"}}}), marketing,
           {"hint", "MessageIntent=marketing"});
}

TEST(Classify, MappedHintWinsOverTheCategoryOfThatName)
{
    Asked const asked{.hints = {{"tag", "marketing", billing}}};
    expect(asked.about({.hints = {{"tag", "marketing"}}}), billing, {"hint", "tag=marketing"});
}

TEST(Classify, LaterHintMappingWins)
{
    Asked const asked{.hints = {{"tag", "invoice", account}, {"tag", "invoice", billing}}};
    expect(asked.about({.hints = {{"tag", "invoice"}}}), billing, {"hint", "tag=invoice"});
}

TEST(Classify, StarIsAnyValueAndHidesItInTheEvidence)
{
    Asked const asked{.hints = {{"asm", "*", marketing}}};
    expect(asked.about({.hints = {{"asm", "alice@example.com"}}}), marketing, {"hint", "asm=*"});
}

TEST(Classify, HintMappingOfAnotherNameDoesNotApply)
{
    Asked const asked{.hints = {{"asm", "*", marketing}}};
    expect(asked.about({.hints = {{"tag", "12"}}}), account, {"default", ""});
}

TEST(Classify, UnknownHintLetsTheNextOneSpeak)
{
    expect(Asked{}.about({.hints = {{"SMSType", "Whatever"}, {"tag", "billing"}}}), billing,
           {"hint", "tag=billing"});
}

TEST(Classify, FirstHintOfTheMessageSpeaksFirst)
{
    expect(Asked{}.about({.hints = {{"intent", "billing"}, {"tag", "marketing"}}}), billing,
           {"hint", "intent=billing"});
}

TEST(Classify, MixedValuesOfOneHintArePromotional)
{
    expect(Asked{}.about({.hints = {{"tag", "billing"}, {"tag", "survey"}, {"tag", "marketing"}}}),
           survey, {"hint", "tag=survey"});
}

TEST(Classify, SeveralTransactionalValuesMeanTheFirst)
{
    expect(Asked{}.about({.hints = {{"tag", "?"}, {"tag", "billing"}, {"tag", "account"}}}),
           billing, {"hint", "tag=billing"});
}

TEST(Classify, HintsSpeakBeforeMappings)
{
    Asked const asked{.mappings = {{.template_id = "d-1", .category = survey}}};
    expect(asked.about({.hints = {{"tag", "billing"}}, .template_id = "d-1"}), billing,
           {"hint", "tag=billing"});
}

TEST(Classify, MappingNeedsAllItsFields)
{
    Asked asked{.mappings = {{.template_id = "d-1", .stream = "campaign", .category = survey}},
                .stream = "campaign"};
    expect(asked.about({.template_id = "d-1"}), survey,
           {"mapping", "template_id=d-1 stream=campaign"});
    expect(asked.about({.template_id = "d-2"}), account, {"default", ""});
    asked.stream = "api";
    expect(asked.about({.template_id = "d-1"}), account, {"default", ""});
}

TEST(Classify, FirstMappingThatAppliesWins)
{
    Asked const asked{.mappings = {{.path_prefix = "/v3/", .category = survey},
                                   {.path_prefix = "/v3/mail", .category = billing}},
                      .path = "/v3/mail/send"};
    expect(asked.about({}), survey, {"mapping", "path_prefix=/v3/"});
}

TEST(Classify, SenderIsShownByTheMappingsPlace)
{
    Asked const asked{.mappings = {{.sender = "+15005550001", .category = survey},
                                   {.sender = "+15005550006", .category = billing}}};
    expect(asked.about({.sender = "+15005550006"}), billing, {"mapping", "sender=mappings.1"});
}

// ---- the text

constexpr Category code{4};
constexpr Category service{5};

model::Categories const shipped{{{.name = "marketing", .kind = Kind::promotional},
                                 {.name = "survey", .kind = Kind::promotional},
                                 {.name = "billing", .kind = Kind::transactional},
                                 {.name = "account", .kind = Kind::transactional},
                                 {.name = "one_time_code", .kind = Kind::transactional},
                                 {.name = "service", .kind = Kind::transactional}}};

Judgement reads(Outcome outcome, std::string finer = "", std::string_view step = "model")
{
    Judgement judgement;
    judgement.outcome = outcome;
    judgement.category = std::move(finer);
    judgement.step = step;
    judgement.detail = "price +0.8";
    return judgement;
}

/// A message whose sender says this much, and whose text says that.
struct Read {
    std::optional<Category> header;
    Guard guard = Guard::pass;
    Unsure unsure = Unsure::promotional;
    int asked = 0;

    model::Classified about(std::optional<Judgement> const& judgement)
    {
        Cues cues{.header = header, .fallback = "account"};
        cues.content = {marketing, service, unsure};
        cues.guard = guard;
        return classify({}, cues, shipped, [&] {
            ++asked;
            return judgement;
        });
    }
};

TEST(ClassifyText, NamesTheCategoryWhereTheSenderDoesNot)
{
    expect(Read{}.about(reads(Outcome::promotional, "survey", "rule")), survey,
           {"rule", "price +0.8"});
    expect(Read{}.about(reads(Outcome::transactional, "billing")), billing,
           {"model", "price +0.8"});
}

TEST(ClassifyText, FallsBackToTheKindsOwnCategory)
{
    expect(Read{}.about(reads(Outcome::promotional)), marketing, {"model", "price +0.8"});
    expect(Read{}.about(reads(Outcome::transactional)), service, {"model", "price +0.8"});
    // A finer one that the configuration does not have, or has of the other kind.
    expect(Read{}.about(reads(Outcome::transactional, "order")), service, {"model", "price +0.8"});
    expect(Read{}.about(reads(Outcome::transactional, "survey")), service, {"model", "price +0.8"});
}

TEST(ClassifyText, WithoutWordsIsTheApplicationsDefault)
{
    expect(Read{}.about(std::nullopt), account, {"default", ""});
}

TEST(ClassifyText, IsNotReadWhereTheSenderIsBelieved)
{
    for (auto const& header : {billing, marketing}) {
        Read read{.header = header};
        expect(read.about(reads(Outcome::promotional)), header, {"header", ""});
        EXPECT_EQ(read.asked, 0);
    }
    Read promotional{.header = marketing, .guard = Guard::reclass};
    expect(promotional.about(reads(Outcome::transactional)), marketing, {"header", ""});
    EXPECT_EQ(promotional.asked, 0);
}

TEST(ClassifyText, ThatIsUnsureIsTakenForWhatTheSettingSays)
{
    auto const unsure = reads(Outcome::unsure);
    Read read;
    auto const taken = read.about(unsure);
    expect(taken, marketing, {"model", "unsure, price +0.8"});
    EXPECT_EQ(taken.mark, model::Mark::unsure);
    EXPECT_EQ(read.asked, 1);
    EXPECT_EQ(Read{.unsure = Unsure::transactional}.about(unsure).category, service);
    EXPECT_EQ(Read{.unsure = Unsure::fallback}.about(unsure).category, account);
}

TEST(Guard, FlagsWhatIsCalledTransactionalAndReadsPromotional)
{
    Read read{.header = service, .guard = Guard::flag};
    auto const flagged = read.about(reads(Outcome::promotional));
    expect(flagged, service, {"header", "the text reads promotional: model price +0.8"});
    EXPECT_EQ(flagged.mark, model::Mark::mislabelled);
    for (auto const outcome : {Outcome::transactional, Outcome::unsure}) {
        EXPECT_EQ(read.about(reads(outcome)).mark, model::Mark::none);
    }
    EXPECT_EQ(read.about(std::nullopt).mark, model::Mark::none);
}

TEST(Guard, ReclassesWhereThatIsSet)
{
    Read read{.header = service, .guard = Guard::reclass};
    auto const taken = read.about(reads(Outcome::promotional, "survey"));
    expect(taken, survey, {"guard", "header; the text reads promotional: model price +0.8"});
    EXPECT_EQ(taken.mark, model::Mark::reclassified);
}

TEST(Guard, NeverReclassesACodeOrABillByTheModelAlone)
{
    for (auto const vital : {code, billing}) {
        Read read{.header = vital, .guard = Guard::reclass};
        auto const by_model = read.about(reads(Outcome::promotional));
        EXPECT_EQ(by_model.category, vital);
        EXPECT_EQ(by_model.mark, model::Mark::mislabelled);
        auto const by_rule = read.about(reads(Outcome::promotional, "", "rule"));
        EXPECT_EQ(by_rule.category, marketing);
        EXPECT_EQ(by_rule.mark, model::Mark::reclassified);
    }
}

}  // namespace
}  // namespace filters
