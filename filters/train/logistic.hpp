// filters/train/logistic.hpp: logistic regression with an L2 penalty, by dual coordinate descent (Yu, Huang, Lin: "Dual
// coordinate descent methods for logistic regression and maximum entropy models", Machine Learning 85, 2011, algorithm 5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace filters::train {

struct Cell {
    std::uint32_t column = 0;
    float value = 0;
};

struct Example {
    std::vector<Cell> cells;  ///< each column once
    bool positive = false;
    double cost = 1;    ///< of getting it wrong
    double offset = 0;  ///< what is already known of its score
};

/// One weight a column. The order of examples is shuffled by a fixed seed: the same input gives the same weights.
std::vector<double> fit(std::span<Example const> examples, std::size_t columns);

}  // namespace filters::train
