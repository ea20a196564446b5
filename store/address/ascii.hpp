// store/address/ascii.hpp: letters and digits without a locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace address {

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}
constexpr bool is_control(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
constexpr char lower(char c)
{
    return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline void to_lower(std::string& text)
{
    std::ranges::transform(text, text.begin(), lower);
}

inline bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

/// Cuts `word` (lower-case) off the front, whatever its case; false: it is not there.
inline bool take_word(std::string_view& rest, std::string_view word)
{
    bool const there =
        rest.size() >= word.size() && std::equal(word.begin(), word.end(), rest.begin(),
                                                 [](char a, char b) { return a == lower(b); });
    if (there) rest.remove_prefix(word.size());
    return there;
}

/// Without the white space of ASCII at both ends.
inline std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view white = " \t\r\n\v\f";
    auto const first = std::min(text.find_first_not_of(white), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(white) + 1);
}

}  // namespace address
