#include "filters/classify/content.hpp"

#include <algorithm>
#include <cmath>

namespace filters {
namespace {

using model::Kind;

Outcome outcome_of(std::int32_t score, Thresholds const& thresholds)
{
    if (score <= thresholds.transactional) return Outcome::transactional;
    return score >= thresholds.promotional ? Outcome::promotional : Outcome::unsure;
}

double probability_of(std::int32_t score)
{
    return 1.0 / (1.0 + std::exp(-static_cast<double>(score) / 1000.0));
}

/// "+1.2", of thousandths.
std::string signed_tenths(std::int32_t thousandths)
{
    auto const tenths = (std::abs(thousandths) + 50) / 100;
    return (thousandths < 0 ? "-" : "+") + std::to_string(tenths / 10) + '.' +
           std::to_string(tenths % 10);
}

/// "discount +1.2, price +0.8, score 2100, model 1a2b3c4d"
std::string description_of(Scored const& scored)
{
    std::string words;
    for (auto const& [feature, weight] : scored.contributions) {
        words.append(feature).append(" ").append(signed_tenths(weight)).append(", ");
    }
    words.append("score ").append(std::to_string(scored.score));
    return words.append(", model ").append(model_version());
}

/// A rule's word counts as much as this of the model's, in thousandths of a logit.
constexpr std::int32_t rule_weight = 2'500;

/// The outcome is the rule's; how sure it is stays the model's to say, on the rule's side of a half.
void obey(ContentRule const& rule, Judgement& judgement)
{
    bool const promotional = rule.kind == Kind::promotional;
    judgement.outcome = promotional ? Outcome::promotional : Outcome::transactional;
    judgement.kind = rule.kind;
    judgement.probability = promotional
                                ? std::max(0.51, probability_of(judgement.score + rule_weight))
                                : std::min(0.49, probability_of(judgement.score - rule_weight));
    judgement.category = rule.category;
    judgement.step = "rule";
    judgement.detail = rule.name;
    judgement.needed = rule.category == "one_time_code" || rule.category == "billing";
}

}  // namespace

Judgement judge_by_model(Reading const& reading, Thresholds const& thresholds)
{
    auto const scored = score_text(reading);
    Judgement judgement;
    judgement.outcome = outcome_of(scored.score, thresholds);
    judgement.kind = scored.score > 0 ? Kind::promotional : Kind::transactional;
    judgement.score = scored.score;
    judgement.probability = probability_of(scored.score);
    judgement.category = scored.category;
    judgement.step = "model";
    judgement.detail = description_of(scored);
    return judgement;
}

void warm(ContentRules const& rules)
{
    for (std::string_view const text :
         {"Your Acme code is 482913. Don't share it with anyone: https://acme.example/a?b=1",
          "Sale! Up to 50% off, only today. Reply STOP to opt out",
          "Сегодня скидка 30%! Ваш заказ №12 отправлен, код 4829", "您的验证码是482913，退订回T",
          "(광고) 인증번호 4829, ご注文番号 12", "رمز التحقق ٤٨٢٩ خصم",
          "आपका कोड আপনার কোড รหัส 4829"}) {
        judge_content({model::Channel::email, text, text}, rules);
    }
}

Judgement judge_content(Reading const& reading, ContentRules const& rules,
                        Thresholds const& thresholds)
{
    auto judgement = judge_by_model(reading, thresholds);
    if (auto const* rule = rules.find(reading)) obey(*rule, judgement);
    return judgement;
}

}  // namespace filters
