#include "gateway/rows/lines.hpp"

#include "gateway/rows/row.hpp"

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

// The line begun earlier, completed from the piece; what is left of the piece.
std::string_view Lines::take(std::string_view piece)
{
    if (begun_.empty()) return piece;
    if (begun_.back() == '\r' && !piece.empty()) {
        bool const pair = piece.front() == '\n';
        if (pair) begun_ += '\n';
        sink_(begun_);
        begun_.clear();
        return piece.substr(pair ? 1 : 0);
    }
    auto const end = end_of_line(piece, 0);
    auto const taken = end == none ? piece.size() : end;
    begun_ += piece.substr(0, taken);
    if (end != none) {
        sink_(begun_);
        begun_.clear();
    }
    return piece.substr(taken);
}

void Lines::feed(std::string_view piece)
{
    piece = take(piece);
    for (;;) {
        auto const end = end_of_line(piece, 0);
        if (end == none) break;
        sink_(piece.substr(0, end));
        piece.remove_prefix(end);
    }
    begun_ += piece;
    // No row is this long: what there is becomes a line of its own, and a bad one.
    if (begun_.size() > 2 * longest_row) finish();
}

void Lines::finish()
{
    if (!begun_.empty()) sink_(begun_);
    begun_.clear();
}

}  // namespace gateway::rows
