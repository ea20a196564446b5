// gateway/rows/csv.hpp: CSV (RFC 4180) by libcsv, as rows with their lines.
//
//   header line, then rows; "," or ";" or a tab between cells, whichever the header has; cells quoted with ", a quote
//   within as ""; lines end in LF, CRLF or CR; a UTF-8 byte order mark is skipped; empty lines are no rows.
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

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// One cell as it is written: quoted where it must be.
void append_cell(std::string& out, std::string_view text, char delimiter = ',');

}  // namespace gateway::rows
