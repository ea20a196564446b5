// gateway/admin/prune.hpp: a list without those who don't want to be on it. Rows in; each goes out unchanged to one of
// two sides, the removed ones with a reason. `judge_dry` decides, as for a send; memory is that of one batch.
//
//   CSV    a header; `column` holds the addresses. The removed rows get one more column, "reason"
//   JSON   lines or an array, of texts or of objects whose member `column` holds the address. Removed objects get one
//          more member, "reason"; a removed text becomes {"to", "reason"}
// ("optgate_reason" where there is a "reason" already.)
#pragma once

#include "gateway/admin/dry_run.hpp"
#include "gateway/rows/csv.hpp"
#include "gateway/rows/json.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::admin {

struct Pruning {
    enum class Form { csv, json };
    Form form = Form::csv;
    std::string column;  ///< empty: the only one there is
    DryRun question;     ///< its `to` is filled in from the rows
};

/// Where rows go, many at a time.
struct Sides {
    std::function<void(std::string_view rows)> kept;
    std::function<void(std::string_view rows)> removed;
};

class Pruner {
public:
    /// All but `pruning` outlives this.
    Pruner(Pruning pruning, Application const& app, store::Index const& index,
           Settings const& settings, Sides sides);
    ~Pruner();

    /// The first problem ends it: `where` is "line 3, column 2".
    std::optional<model::Problem> feed(std::string_view piece);
    std::optional<model::Problem> finish();

    std::uint64_t kept() const;
    std::uint64_t removed() const;
    /// Of those removed, one number a reason.
    std::array<std::uint64_t, model::reason_names.size()> const& reasons() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gateway::admin
