#include "gateway/rows/row.hpp"

#include <simdjson.h>

#include <algorithm>

namespace gateway::rows {
namespace {

/// Where the longest beginning that is UTF-8 ends.
std::size_t end_of_utf8(std::string_view text)
{
    std::size_t good = 0;
    std::size_t bad = text.size() + 1;  // the shortest beginning known to be bad
    while (bad - good > 1) {
        auto const middle = good + (bad - good) / 2;
        (simdjson::validate_utf8(text.substr(0, middle)) ? good : bad) = middle;
    }
    return good;
}

bool begins_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::string place(std::size_t line, std::size_t column)
{
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::optional<model::Problem> wrong_text(std::string_view text, std::size_t line)
{
    bool const utf8 = simdjson::validate_utf8(text);
    auto const nul = text.find('\0');
    if (utf8 && nul == text.npos) return std::nullopt;
    auto const good = utf8 ? text.size() : end_of_utf8(text);
    bool const has_nul = nul != text.npos && nul <= good;
    auto const before = text.substr(0, has_nul ? nul : good);
    auto const column = std::count_if(before.begin(), before.end(), begins_character) + 1;
    return model::Problem{has_nul ? "a NUL byte" : "not UTF-8",
                          place(line, static_cast<std::size_t>(column))};
}

}  // namespace gateway::rows
