// filters/classify/grams.hpp: hashed words, pairs of words and pieces of words; digits all alike.
#pragma once

#include "filters/classify/fold.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace filters {

/// Adds a bucket (below `gram_buckets`) a gram, as often as it is there.
void find_grams(std::span<Glyph const> text, std::vector<std::uint32_t>& out);

}  // namespace filters
