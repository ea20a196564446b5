// filters/classify/features.hpp: what the model sees of a text: three lists of numbers of things found in it.
//
//   measures  "discount>=2", "exclaims>=3": counts over thresholds, in every language the same
//   entries   single entries of the lexicon
//   grams     hashed words, pairs of words and pieces of four letters; digits all alike
#pragma once

#include "filters/classify/fold.hpp"
#include "filters/classify/lexicon.hpp"
#include "filters/classify/reading.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace filters {

inline constexpr std::size_t gram_buckets = std::size_t{1} << 16U;
/// Glyphs of a subject and of a body that count: what a text wants is said early.
inline constexpr std::size_t longest_subject = 200;
inline constexpr std::size_t longest_body = 1'600;

struct Features {
    std::vector<std::uint16_t> measures;
    std::vector<std::uint32_t> entries;  ///< each once
    std::vector<std::uint32_t> grams;
};

/// What a group of the lexicon speaks for: "discount" for advertising, "balance" for service, "chat" for a person.
enum class Side : std::uint8_t { promotional, transactional, personal, none };
Side side_of(std::string_view group);

/// Names of the measures' thresholds, in the order of their numbers.
std::vector<std::string> const& measure_names();
/// Which group of the lexicon, or which single measure, a number belongs to: "discount".
std::string_view measure_group(std::uint16_t measure);
/// The same of all of them: the number of a measure's group, and the names of groups by number.
struct MeasureGroups {
    std::span<std::uint16_t const> of;
    std::span<std::string_view const> names;
};
MeasureGroups measure_groups();
/// What it is compared with: 2 of "discount>=2".
std::uint32_t measure_threshold(std::uint16_t measure);

/// Cleared and filled; its memory is used again.
void extract(Reading const& reading, Features& features);

}  // namespace filters
