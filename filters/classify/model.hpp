// filters/classify/model.hpp: how promotional a text reads: a sum of integer weights over what is found in it. The
// weights are built in (weights.inc, written by the trainer); the same text gets the same score everywhere.
#pragma once

#include "filters/classify/reading.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace filters {

/// Scores between these two are unsure.
inline constexpr std::int32_t shipped_transactional_below = -200;
inline constexpr std::int32_t shipped_promotional_from = 500;

/// A named thing found in the text, and what it added to the score.
struct Contribution {
    std::string_view feature;
    std::int32_t weight = 0;
};

struct Scored {
    std::int32_t score = 0;                   ///< thousandths of a logit; over 0: promotional
    std::vector<Contribution> contributions;  ///< the heaviest first, at most three
};

Scored score_text(Reading const& reading);
/// Which weights these are: eight hex digits.
std::string_view model_version();

}  // namespace filters
