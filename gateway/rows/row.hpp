// gateway/rows/row.hpp: what a file of many rows is cut into, whatever its form.
//
// A reader is fed pieces of any size and calls a sink once a row; memory stays that of one row. A row
// that can't be read is a row too, with what is wrong with it: the rest of the file goes on.
#pragma once

#include "store/model/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace gateway::rows {

/// The longest row, without what ends it; a longer one is a bad one.
inline constexpr std::size_t longest_row = std::size_t{256} * 1024;
inline constexpr std::string_view too_long = "a row longer than 256 KiB";

/// All that it refers to is the reader's, and goes with the next row.
struct Row {
    std::span<std::string_view const> cells;  ///< CSV: unquoted; JSON: empty
    std::string_view raw;                     ///< as it came, without what ends or separates it
    std::size_t line = 0;                     ///< the line it begins in, from 1
    std::uint64_t end = 0;                    ///< bytes of the input up to its end
    std::optional<model::Problem> wrong{};  ///< set: the row is bad; `where` is "line 3, column 2"
};

using Sink = std::function<void(Row const&)>;

/// A problem with the text of a line: not UTF-8, or a NUL. Its column counts characters, from 1.
std::optional<model::Problem> wrong_text(std::string_view text, std::size_t line);

/// "line 3, column 2"
std::string place(std::size_t line, std::size_t column);

}  // namespace gateway::rows
