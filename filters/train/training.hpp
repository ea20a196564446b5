// filters/train/training.hpp: rows in, integer weights out.
//
// Two regressions are added up. The first sees measures and entries only. It begins where each group of the lexicon speaks
// for its side, and learns what is otherwise. The second sees entries and grams, and learns what the first still gets
// wrong about sources it was not shown. Both have, beside all that, one column a source and language that is thrown away
// afterwards: what merely tells sources apart goes there.
#pragma once

#include "filters/classify/model.hpp"
#include "filters/train/corpus.hpp"

#include <span>
#include <vector>

namespace filters::train {

/// Weights that own their numbers.
struct Trained {
    std::vector<std::int16_t> measures;
    std::vector<std::int8_t> entries;
    std::vector<std::int8_t> grams;
    Weights weights;  ///< refers to the above, once `bound`

    Weights const& bound();
};

Trained train(std::vector<Row const*> const& rows);

}  // namespace filters::train
