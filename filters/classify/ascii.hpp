// filters/classify/ascii.hpp: letters of markup, whose names are ASCII whatever language the text is in.
#pragma once

#include <string>
#include <string_view>

namespace filters {

constexpr bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Other bytes stay as they are.
inline std::string lower(std::string_view text)
{
    std::string result{text};
    for (char& c : result)
        c = lower(c);
    return result;
}

constexpr std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace filters
