// filters/classify/fold.cpp: NFKD (UAX #15) by libunistring, of which the accents are dropped; letters of Kana and Hangul stay whole.
#include "filters/classify/fold.hpp"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <algorithm>
#include <memory>

namespace filters {
namespace {

constexpr char32_t table_end = 0x10000;

bool is_accent(char32_t c)
{
    bool const latin = c >= 0x300 && c < 0x370;
    bool const arabic = (c >= 0x64B && c <= 0x655) || c == 0x670 || c == 0x640;
    bool const nukta = c == 0x9BC || c == 0x93C;
    return latin || arabic || nukta;
}

bool is_invisible(char32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

bool is_dense(char32_t c)
{
    return (c >= 0x2E80 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) ||
           (c >= 0xE00 && c < 0xE80) || (c >= 0x20000 && c < 0x30000);
}

bool is_emoji(char32_t c)
{
    return (c >= 0x1F300 && c < 0x1FB00) || (c >= 0x2600 && c < 0x27C0) || c == 0x2B50;
}

/// The spelling most used of signs that look the same.
char32_t plain(char32_t c)
{
    switch (c) {
        case 0x131: return 'i';
        case 0xF8: return 'o';
        case 0x111: return 'd';
        case 0x142: return 'l';
        case 0xDF: return 's';
        case 0xE6: return 'a';
        case 0x153: return 'o';
        case 0x2018:
        case 0x2019:
        case 0x2BC:
        case 0x60:
        case 0xB4: return '\'';
        case 0x201C:
        case 0x201D:
        case 0xAB:
        case 0xBB: return '"';
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2212: return '-';
        case 0x629: return 0x647;  // Arabic teh marbuta, alef maksura, Persian forms
        case 0x649:
        case 0x6CC: return 0x64A;
        case 0x6A9: return 0x643;
        default: return c;
    }
}

char32_t decomposed(char32_t c)
{
    bool const whole = (c >= 0x3040 && c < 0x3100) || (c >= 0xAC00 && c < 0xD7B0);
    if (whole) return c;
    std::array<std::uint32_t, 32> parts{};
    std::size_t count = parts.size();
    auto const in = static_cast<std::uint32_t>(c);
    auto const* found = u32_normalize(UNINORM_NFKD, &in, 1, parts.data(), &count);
    if (found == nullptr || found != parts.data() || count == 0) return c;
    return parts[0] == ' ' && count > 1 ? c : static_cast<char32_t>(parts[0]);
}

bool is_hangul(char32_t c)
{
    return (c >= 0xAC00 && c < 0xD7B0) || (c >= 0x1100 && c < 0x1200) ||
           (c >= 0x3130 && c < 0x3190);
}

Sort sort_of(char32_t c)
{
    if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) return Sort::line_end;
    if (c < 0x20 || uc_is_property_white_space(c)) return Sort::space;
    if (c >= '0' && c <= '9') return Sort::digit;
    if (is_hangul(c)) return Sort::hangul;
    if (is_dense(c)) return uc_is_punct(c) ? Sort::other : Sort::dense;
    if (uc_is_alpha(c) || uc_is_general_category(c, UC_MARK)) return Sort::letter;
    return is_emoji(c) ? Sort::emoji : Sort::other;
}

Glyph glyph_of(char32_t c)
{
    if (is_accent(c) || is_invisible(c)) return {c, Sort::dropped, false};
    int const digit = uc_decimal_value(c);
    if (digit >= 0) return {static_cast<char32_t>('0' + digit), Sort::digit, false};
    auto const base = decomposed(c);
    auto const folded = plain(uc_tolower(base));
    return {folded, sort_of(folded), uc_is_upper(base)};
}

using Table = std::array<Glyph, table_end>;

Table const& table()
{
    static std::unique_ptr<Table const> const made = [] {
        auto glyphs = std::make_unique<Table>();
        for (char32_t c = 0; c < table_end; ++c) {
            // Of Han and Hangul nothing folds: they are not asked one by one.
            bool const same = (c >= 0x3400 && c < 0xA000) || (c >= 0xAC00 && c < 0xE000);
            (*glyphs)[c] =
                same ? Glyph{c, c < 0xA000 ? Sort::dense : Sort::hangul, false} : glyph_of(c);
        }
        return glyphs;
    }();
    return *made;
}

/// The code point at the front of `utf8`, which is not empty; takes it off.
char32_t take(std::string_view& utf8)
{
    auto const first = static_cast<unsigned char>(utf8[0]);
    if (first < 0x80) {
        utf8.remove_prefix(1);
        return first;
    }
    ucs4_t c = 0;
    auto const* bytes = reinterpret_cast<std::uint8_t const*>(utf8.data());
    int const taken = u8_mbtouc(&c, bytes, utf8.size());
    utf8.remove_prefix(static_cast<std::size_t>(taken));
    return c;
}

}  // namespace

Glyph fold(char32_t c)
{
    return c < table_end ? table()[c] : glyph_of(c);
}

void fold_into(std::string_view utf8, std::size_t most, std::vector<Glyph>& out)
{
    Table const& glyphs = table();
    out.reserve(out.size() + std::min(most, utf8.size()));
    while (!utf8.empty() && most > 0) {
        auto const c = take(utf8);
        auto const glyph = c < table_end ? glyphs[c] : glyph_of(c);
        if (glyph.sort == Sort::dropped) continue;
        out.push_back(glyph);
        --most;
    }
}

}  // namespace filters
