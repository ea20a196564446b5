// tests/providers/prunings/lists.hpp: comma lists and raw messages without some recipients, the plain way: no recording
// has a comma in a name that is not encoded.
#pragma once

#include "tests/providers/prunings.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prunings {

inline std::string_view trimmed(std::string_view text)
{
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

inline std::vector<std::string_view> split(std::string_view text, std::string_view at)
{
    std::vector<std::string_view> pieces;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find(at, begin), text.size());
        pieces.push_back(text.substr(begin, end - begin));
        begin = end + at.size();
    }
    return pieces;
}

/// "a@x, b@y" of those left; empty: nobody is.
inline std::string list_without(std::string_view list, Spellings const& removed)
{
    std::string left;
    for (auto const piece : split(list, ",")) {
        auto const spelling = std::string{trimmed(piece)};
        if (spelling.empty() || removed.contains(spelling)) continue;
        left += (left.empty() ? "" : ", ") + spelling;
    }
    return left;
}

/// The recordings' raw messages fold no list of recipients.
inline std::string message_without(std::string_view message, Spellings const& removed)
{
    std::string left;
    auto const head_end = message.find("\r\n\r\n");
    for (auto const line : split(message.substr(0, head_end), "\r\n")) {
        bool const lists =
            line.starts_with("To: ") || line.starts_with("Cc: ") || line.starts_with("Bcc: ");
        auto const colon = line.find(": ");
        auto const kept = lists ? list_without(line.substr(colon + 2), removed) : std::string{};
        if (!lists)
            left += std::string{line} + "\n";
        else if (!kept.empty())
            left += std::string{line.substr(0, colon)} + ": " + kept + "\n";
    }
    return left + std::string{message.substr(head_end)};
}

/// A form's fields, decoded.
std::vector<std::pair<std::string, std::string>> form_of(std::string_view body);

}  // namespace prunings
