// gateway/admin/transfer/intake.hpp: a file of rows on its way to be changes, piece by piece; memory is that of what
// was not taken yet. Whoever feeds it takes the changes, makes them, and hands back what became of them.
//
//     Intake intake{plan, settings};
//     for (piece : file) {
//         if (auto wrong = intake.feed(piece)) ...;                  // nothing of the rest can be read
//         if (intake.waiting() >= enough) tally.add(batch, load(batch.changes));
//     }
#pragma once

#include "gateway/admin/transfer/format.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::admin::transfer {

enum class Form : std::uint8_t { csv, json };

/// How a file is to be read.
struct Plan {
    Form form = Form::csv;
    Format const* format = &own_format;
    std::vector<std::pair<Field, std::string>> columns;  ///< what they are called in this file
    std::vector<std::pair<Field, std::string>> given;    ///< said for every row that does not
    model::Attribution by;                               ///< the actor and the time
    bool prevent_duplicates = true;
    std::uint64_t skip_bytes = 0;  ///< rows that end in these are done already
};

/// "address=Phone Number,at=Date" as `Plan::columns` has it.
model::Result<std::vector<std::pair<Field, std::string>>> read_columns(std::string_view text);

/// A row that was not made so; the others were.
struct BadRow {
    std::string where;  ///< "line 3, column 14", "line 3, column \"Email\"" or "line 3"
    std::string what;
};

/// Where a change is from.
struct Origin {
    std::uint32_t line = 0;
    std::uint8_t place = 0;   ///< among the row's changes
    std::uint8_t fields = 0;  ///< a bit for each of `contact_fields` that the row has
};

struct Batch {
    Changes changes;
    std::vector<Origin> origins;  ///< one a change
    std::vector<BadRow> bad;
    std::uint64_t rows = 0;   ///< read in all
    std::uint64_t bytes = 0;  ///< of the file up to the end of the last of them
};

class Intake {
public:
    /// `settings` outlives this.
    Intake(Plan plan, Settings const& settings);
    ~Intake();

    /// A problem that no later row can mend; `where` is "line 1, column 1".
    std::optional<model::Problem> feed(std::string_view piece);
    std::optional<model::Problem> finish();

    std::size_t waiting() const;  ///< changes and bad rows not taken yet
    Batch take();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// What became of the rows so far.
struct Tally {
    std::uint64_t rows = 0;
    std::uint64_t changed = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t refused = 0;

    using Report = std::function<void(BadRow const&)>;  ///< gets every bad row

    void add(Batch const& batch, std::vector<store::Changed> const& made, Report const& report);
    void add(Batch const& batch, store::LoadResult const& made, Report const& report);

private:
    void add_rows(Batch const& batch, Report const& report);
    void refuse(Origin const& origin, model::Refused const& why, Report const& report);
};

}  // namespace gateway::admin::transfer
