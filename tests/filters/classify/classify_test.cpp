// Design §4: which step names the category, and what it says it saw.
#include "filters/classify/classify.hpp"

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
                         .fallback = account},
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

}  // namespace
}  // namespace filters
