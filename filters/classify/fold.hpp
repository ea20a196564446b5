// filters/classify/fold.hpp: a text as the model reads it: one code point a letter, whatever its case, accents, width,
// or script's digits. "Ｓale １০%" and "SALE 10%" are the same text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace filters {

/// What a code point is to the model.
enum class Sort : std::uint8_t {
    space,
    line_end,
    letter,  ///< of a script with spaces between words; marks belong to it
    dense,   ///< of a script without (Han, Kana, Thai): a word may begin anywhere
    hangul,
    digit,
    emoji,
    other,
    dropped,  ///< accents, joiners
};

struct Glyph {
    char32_t folded = 0;
    Sort sort = Sort::other;
    bool upper = false;  ///< it was a capital
};

/// Of any code point.
Glyph fold(char32_t c);
/// Up to `most` code points of UTF-8, dropped ones left out; a broken byte reads as U+FFFD.
void fold_into(std::string_view utf8, std::size_t most, std::vector<Glyph>& out);

constexpr bool in_word(Sort sort)
{
    return sort == Sort::letter || sort == Sort::digit || sort == Sort::dense ||
           sort == Sort::hangul;
}

}  // namespace filters
