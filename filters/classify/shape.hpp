// filters/classify/shape.hpp: counts of what is seen in a text without knowing its language.
#pragma once

#include "filters/classify/fold.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace filters {

enum class Trait : std::uint8_t {
    glyphs,
    words,
    digit_share,
    upper_share,
    exclaims,
    questions,
    percents,
    money,
    phones,
    codes,
    short_numbers,
    numbers,
    decimals,
    masked,
    dates,
    times,
    links,
    emoji,
    lines,
    shouts,
    opening_mark,
    quoted_lines,
    labels,
    ellipses,
    smileys,
    small_start,
    stars,
    references,
    mixed_codes,
    link_at_end,
    ends_open,
    colons,
    parens,
    slashes,
    quotes,
    pluses,
    ampersands,
    mails,
    long_words,
};
inline constexpr std::size_t trait_count = static_cast<std::size_t>(Trait::long_words) + 1;
inline constexpr std::array<std::string_view, trait_count> trait_names{
    "glyphs",     "words",       "digit_share",  "upper_share",  "exclaims",      "questions",
    "percents",   "money",       "phones",       "codes",        "short_numbers", "numbers",
    "decimals",   "masked",      "dates",        "times",        "links",         "emoji",
    "lines",      "shouts",      "opening_mark", "quoted_lines", "labels",        "ellipses",
    "smileys",    "small_start", "stars",        "references",   "mixed_codes",   "link_at_end",
    "ends_open",  "colons",      "parens",       "slashes",      "quotes",        "pluses",
    "ampersands", "mails",       "long_words"};

using Shape = std::array<std::uint32_t, trait_count>;

Shape shape_of(std::span<Glyph const> text);

}  // namespace filters
