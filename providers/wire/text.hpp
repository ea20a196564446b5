// providers/wire/text.hpp: small readings that several wire forms share.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wire {

/// ASCII only, whatever the locale.
constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool same_but_for_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

inline std::string lower_case(std::string_view text)
{
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    return lowered;
}

inline constexpr auto hex_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < 10; ++i)
        values[std::size_t{'0'} + i] = static_cast<std::int8_t>(i);
    for (std::size_t i = 0; i < 6; ++i) {
        values[std::size_t{'a'} + i] = static_cast<std::int8_t>(10 + i);
        values[std::size_t{'A'} + i] = static_cast<std::int8_t>(10 + i);
    }
    return values;
}();

/// The value of a hex digit, or -1.
constexpr int hex_value(char c)
{
    return hex_values[static_cast<unsigned char>(c)];
}

/// The bytes behind "%41"; false where a percent sign is not followed by two hex digits.
/// `plus_is_space` as in forms.
bool percent_decode(std::string_view raw, bool plus_is_space, std::string& out);

/// The bytes behind pairs of hex digits; whatever is no such pair is left out.
std::string from_hex(std::string_view hex);

/// "0f8fad5b-d9cb-469f-a165-70867728950e" (RFC 9562 §4) of 32 hex digits. `nth` makes others of the same digits.
std::string uuid_of(std::string_view hex, std::size_t nth = 0);

/// With "&", "<" and ">" escaped (XML 1.0 §2.4).
std::string xml_text(std::string_view text);

/// A path as the most lenient server would read it: decoded, "//" and dot segments resolved,
/// ";parameters" and a last slash dropped, lower case. For recognising sends, so that no odd
/// spelling walks past us.
std::string plain_path(std::string_view path);

/// Whether a Content-Type names `media_type` in a charset whose ASCII is ASCII. An absent one
/// counts: the body is then read all the same, and what is read is what is asked for.
bool is_media_type(std::string_view content_type, std::string_view media_type);

}  // namespace wire
