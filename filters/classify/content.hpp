// filters/classify/content.hpp: what a text itself says about why it is sent (design §4): content rules first, then
// the model. Both read a message as a person does, and leave as evidence names of rules and features, never a text.
//
//   Reading -> ContentRules (few, precise) -> a rule names the category
//           -> Model (every text)          -> promotional, transactional, or unsure between two thresholds
#pragma once

#include "filters/classify/model.hpp"
#include "filters/classify/reading.hpp"
#include "filters/classify/rules.hpp"
#include "store/model/category.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace filters {

enum class Outcome : std::uint8_t { promotional, transactional, unsure };

inline constexpr std::array<std::string_view, 3> outcome_names{"promotional", "transactional",
                                                               "unsure"};
constexpr std::string_view name_of(Outcome outcome)
{
    return outcome_names[static_cast<std::size_t>(outcome)];
}

/// Where the model stops being sure. Both are scores (see `Model::score`); shipped ones are calibrated on sources the
/// model was not trained on.
struct Thresholds {
    std::int32_t transactional = shipped_weights().transactional_at_most;
    std::int32_t promotional = shipped_weights().promotional_from;  ///< at least this: promotional
};

/// What was found. `category` is a shipped category's name or one a rule names; empty: none is sure, the kind's default
/// holds.
struct Judgement {
    Outcome outcome = Outcome::unsure;
    model::Kind kind = model::Kind::promotional;  ///< the likelier one, however unsure
    std::int32_t score = 0;    ///< the model's, in thousandths of a logit; over 0: promotional
    double probability = 0.5;  ///< P(promotional), of the score; a rule moves it to its side
    std::string category;
    std::string_view step;  ///< "rule" or "model"
    std::string detail;     ///< "otp_en" or "discount +1.2, price +0.8, score 2100, model 1a2b3c4d"
    bool needed =
        false;  ///< a one-time-code or billing rule fired: never promotional by the model alone
};

/// Rules and model.
Judgement judge_content(Reading const& reading, ContentRules const& rules,
                        Thresholds const& thresholds = {});
/// Does once what the first text would wait for: folding tables, lexicon, the rules' automata.
void warm(ContentRules const& rules);
/// The model alone.
Judgement judge_by_model(Reading const& reading, Thresholds const& thresholds = {});

}  // namespace filters
