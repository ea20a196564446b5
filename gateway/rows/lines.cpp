#include "gateway/rows/lines.hpp"

#include "gateway/rows/row.hpp"

#include <algorithm>

namespace gateway::rows {
namespace {

constexpr auto none = std::string_view::npos;

/// Behind the end of the first line of `text`; npos: not in sight. A CR at the very end may have an LF to follow.
std::size_t end_of_line(std::string_view text, std::size_t from)
{
    auto const end = text.find_first_of("\r\n", from);
    if (end == none) return none;
    if (text[end] == '\n') return end + 1;
    if (end + 1 == text.size()) return none;
    return text[end + 1] == '\n' ? end + 2 : end + 1;
}

}  // namespace

std::string_view without_end(std::string_view line)
{
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.remove_suffix(1);
    return line;
}

bool is_too_long(std::string_view line)
{
    return without_end(line).size() > longest_row;
}

void Lines::begin(std::string_view part)
{
    constexpr auto most = longest_row + std::string_view{"\r\n"}.size();
    if (part.empty()) return;
    begun_ += part.substr(0, most - std::min(most, begun_.size()));
    bytes_ += part.size();
    in_end_ = part.back() == '\r';
}

// The line begun earlier, completed from the piece; what is left of the piece.
std::string_view Lines::take(std::string_view piece)
{
    if (bytes_ == 0 || piece.empty()) return piece;
    auto const end = in_end_ ? (piece.front() == '\n' ? 1 : 0) : end_of_line(piece, 0);
    auto const part = piece.substr(0, end);
    begin(part);
    if (end != none) finish();
    return piece.substr(part.size());
}

void Lines::feed(std::string_view piece)
{
    piece = take(piece);
    for (;;) {
        auto const end = end_of_line(piece, 0);
        if (end == none) break;
        sink_(piece.substr(0, end), end);
        piece.remove_prefix(end);
    }
    begin(piece);
}

void Lines::finish()
{
    if (bytes_ > 0) sink_(begun_, bytes_);
    begun_.clear();
    bytes_ = 0;
    in_end_ = false;
}

}  // namespace gateway::rows
