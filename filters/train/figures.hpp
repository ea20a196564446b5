// filters/train/figures.hpp: how good answers are.
#pragma once

#include "filters/train/corpus.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace filters::train {

struct Answer {
    std::int32_t score = 0;
    bool promotional = false;  ///< what it truly is
    Row const* row = nullptr;
};

struct Calibrated {
    std::int32_t transactional_at_most = 0;
    std::int32_t promotional_from = 0;
};

/// Promotional: at most 1.2 % of the transactional rows, of known sources and of unseen ones. Transactional: at most
/// 3 % of the promotional rows of unseen sources.
Calibrated calibrate(std::vector<Answer> const& known, std::vector<Answer> const& unseen);

/// Markdown: the whole, then by source and by language.
void print_figures(std::string const& title, std::vector<Answer> const& answers,
                   Calibrated const& thresholds);
/// "accuracy 0.961, AUC 0.9912"
std::string summary_of(std::vector<Answer> const& answers);

}  // namespace filters::train
