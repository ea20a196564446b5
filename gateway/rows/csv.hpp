// gateway/rows/csv.hpp: CSV (RFC 4180) by libcsv, as rows with their lines.
//
//   header line, then rows; "," or ";" or a tab between cells, whichever the header has; cells quoted with ", a quote
//   within as ""; lines end in LF, CRLF or CR; a UTF-8 byte order mark is skipped; empty lines are no rows. Or what a
//   first line "sep=;" says is between cells, as Excel has it.
//
// libcsv knows nothing of places, so it is fed line by line: a row is the lines since the last one ended.
#pragma once

#include "gateway/rows/lines.hpp"
#include "gateway/rows/row.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::rows {

class Csv {
public:
    /// Gets every row; the header is the first.
    explicit Csv(Sink sink);
    ~Csv();
    Csv(Csv const&) = delete;
    Csv& operator=(Csv const&) = delete;

    /// A problem that no later row can mend: the text is UTF-16, ...
    std::optional<model::Problem> feed(std::string_view piece);
    std::optional<model::Problem> finish();

    char delimiter() const;
    /// What ends the first line: "\r\n", "\n" or "\r"; "\n" where nothing does.
    std::string_view line_end() const;
    /// What stands before the header: a byte order mark, "sep=;" and its end, or nothing.
    std::string_view preamble() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// One cell as it is written: quoted where it must be, and made harmless. A spreadsheet runs a cell that begins with
/// = + - @ (or a tab or carriage return before one) as a formula. Such a cell gets an apostrophe in front, which
/// spreadsheets take for "this is text" (OWASP, CSV injection); so does one that has apostrophes before it already. One
/// form is left alone: "+" and 1 to 15 digits (E.164). It can be no formula but its own number, and an apostrophe would
/// make the column useless to every program that reads phone numbers from it.
std::string safe_cell(std::string_view text);
/// The text of a cell that `safe_cell` wrote. Of one that it did not, too, but for an apostrophe before a formula.
std::string_view without_guard(std::string_view cell);

}  // namespace gateway::rows
