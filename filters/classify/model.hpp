// filters/classify/model.hpp: how promotional a text reads: a sum of integer weights over what is found in it. The
// weights are built in (weights.inc, written by filters/train); the same text gets the same score everywhere.
//
//   score = bias + sum of measures + (sum of entries) / sqrt(their number) + (sum of grams) / sqrt(their number)
#pragma once

#include "filters/classify/reading.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace filters {

struct Features;

/// All numbers the trainer chose. Scores are thousandths of a logit.
struct Weights {
    std::string_view version;  ///< eight hex digits, of all that follows
    std::int32_t bias = 0;
    std::int32_t transactional_at_most = 0;  ///< shipped thresholds: between them it is unsure
    std::int32_t promotional_from = 0;
    std::int32_t entry_unit = 0;  ///< what one step of an entry's weight adds
    std::int32_t gram_unit = 0;
    std::int16_t const* measures = nullptr;
    std::int8_t const* entries = nullptr;
    std::int8_t const* grams = nullptr;
    std::size_t measure_count = 0;
    std::size_t entry_count = 0;
};
Weights const& shipped_weights();

/// A named thing found in the text, and what it added to the score.
struct Contribution {
    std::string_view feature;
    std::int32_t weight = 0;
};

struct Scored {
    std::int32_t score = 0;                   ///< thousandths of a logit; over 0: promotional
    std::vector<Contribution> contributions;  ///< the heaviest first, at most three
    std::string_view category;  ///< the shipped category its words point to; empty: not sure
};

/// The sum alone.
std::int32_t sum(Features const& features, Weights const& weights);
Scored score_text(Reading const& reading);
/// Which weights these are: eight hex digits.
std::string_view model_version();

}  // namespace filters
