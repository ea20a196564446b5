#include "filters/classify/lines.hpp"

#include "filters/classify/ascii.hpp"

#include <unistr.h>

#include <cstdint>

namespace filters {
namespace {

constexpr char delete_character = 0x7f;

/// Of the blanks beyond ASCII (Unicode's Zs, and the line and paragraph separators).
bool is_blank(ucs4_t c)
{
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000 || c == 0x85;
}

/// Without a shape of their own: they pad previews and cut words apart for those who compare them. The joiners
/// (U+200C, U+200D) are letters' business in several scripts, and stay.
bool is_invisible(ucs4_t c)
{
    return c == 0xad || c == 0x34f || c == 0x61c || c == 0x180e || c == 0x200b || c == 0x200e ||
           c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) ||
           c == 0xfeff || (c >= 0x80 && c <= 0x9f && c != 0x85);
}

}  // namespace

void Lines::put(std::string_view character)
{
    if (text_.size() + 1 + character.size() > longest_) {
        longest_ = text_.size();  // nothing shorter slips in behind
        return;
    }
    if (gap_ != 0 && !text_.empty()) text_ += gap_;
    gap_ = 0;
    text_ += character;
}

void Lines::put_ascii(char c, bool keeps_lines)
{
    if (c == '\n' && keeps_lines) {
        end_line();
    } else if (is_space(c)) {
        space();
    } else if (c >= ' ' && c != delete_character) {
        put({&c, 1});
    }
}

void Lines::add(std::string_view text, bool keeps_lines)
{
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
    for (std::size_t at = 0; at < text.size() && !full();) {
        if (bytes[at] < 0x80) {
            put_ascii(text[at++], keeps_lines);
            continue;
        }
        ucs4_t character = 0;
        auto const length = u8_mbtouc(&character, bytes + at, text.size() - at);
        auto const spelt = text.substr(at, static_cast<std::size_t>(length));
        at += spelt.size();
        if (is_blank(character)) {
            space();
        } else if (!is_invisible(character)) {
            put(character == 0xfffd ? "\xef\xbf\xbd" : spelt);
        }
    }
}

std::string as_seen(std::string_view text, std::size_t longest)
{
    Lines lines{longest};
    lines.add(text, true);
    return lines.take();
}

}  // namespace filters
