#include "gateway/admin/prune.hpp"

#include "gateway/admin/reading.hpp"

#include <simdjson.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace gateway::admin {
namespace {

constexpr std::size_t rows_a_batch = 256;
constexpr std::string_view reason_name = "reason";
constexpr std::string_view other_reason_name = "optgate_reason";

/// A removed row of JSON with its reason.
std::string with_reason(std::string_view raw, std::string_view reason)
{
    if (raw.front() != '{') {
        return "{\"to\":" + std::string{raw} + ",\"reason\":\"" + std::string{reason} + "\"}";
    }
    auto const taken = raw.find("\"reason\"") != raw.npos;
    auto const body = raw.substr(0, raw.rfind('}'));
    return std::string{body} + ",\"" + std::string{taken ? other_reason_name : reason_name} +
           "\":\"" + std::string{reason} + "\"}";
}

/// A text, or a number: phones are often kept as one.
std::optional<std::string> spelling_in(simdjson::dom::element value)
{
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return std::string{text};
    if (value.is_number()) return simdjson::minify(value);
    return std::nullopt;
}

}  // namespace

struct Pruner::State {
    State(Pruning the_pruning, Application const& the_app, store::Index const& the_index,
          Settings const& the_settings, Sides the_sides)
        : pruning{std::move(the_pruning)},
          app{the_app},
          index{the_index},
          settings{the_settings},
          sides{std::move(the_sides)}
    {
        auto sink = [this](rows::Row const& row) { take(row); };
        if (pruning.form == Pruning::Form::csv) {
            csv.emplace(sink);
        } else {
            json.emplace(sink);
        }
    }

    void take(rows::Row const& row);
    void take_header(rows::Row const& row);
    void take_json(rows::Row const& row);
    void take_cells(rows::Row const& row);
    void add(std::string_view raw, std::string_view spelling);
    void judge_batch();
    void open_sides();
    void write(bool deliver, std::size_t place, std::string_view reason);
    std::optional<model::Problem> close();

    Pruning pruning;
    Application const& app;
    store::Index const& index;
    Settings const& settings;
    Sides sides;
    std::optional<rows::Csv> csv;
    std::optional<rows::Json> json;
    simdjson::dom::parser parser;

    std::optional<std::size_t> column;  ///< of CSV; none: the header is still to come
    std::size_t width = 0;              ///< cells of the header
    std::vector<std::size_t> lacking;   ///< cells that each row of the batch has less
    std::string raw;                    ///< the batch's rows, one behind the other
    std::vector<std::size_t> ends;
    std::string kept_out, removed_out;
    bool opened = false;
    std::optional<model::Problem> failed;
    std::uint64_t kept = 0, removed = 0;
    std::array<std::uint64_t, model::reason_names.size()> reasons{};
};

void Pruner::State::take_header(rows::Row const& row)
{
    auto const& cells = row.cells;
    auto found = std::find(cells.begin(), cells.end(), pruning.column);
    if (pruning.column.empty() && cells.size() == 1) found = cells.begin();
    if (found == cells.end()) {
        failed = model::Problem{
            pruning.column.empty()
                ? "which column holds the addresses? There are " + all_of(cells)
                : "there is no column \"" + pruning.column + "\"; there are " + all_of(cells),
            rows::place(row.line, 1)};
        return;
    }
    column = static_cast<std::size_t>(found - cells.begin());
    width = cells.size();
    auto const name = std::find(cells.begin(), cells.end(), reason_name) == cells.end()
                          ? reason_name
                          : other_reason_name;
    kept_out.append(csv->preamble()).append(row.raw).append(csv->line_end());
    removed_out.append(csv->preamble()).append(row.raw);
    removed_out += csv->delimiter();
    removed_out.append(name).append(csv->line_end());
}

void Pruner::State::take_json(rows::Row const& row)
{
    simdjson::dom::element element;
    if (auto const error = parser.parse(row.raw.data(), row.raw.size()).get(element)) {
        failed = model::Problem{std::string{"not JSON: "} + simdjson::error_message(error),
                                rows::place(row.line, 1)};
        return;
    }
    auto value = element;
    bool const is_there =
        !element.is_object() || element[pruning.column].get(value) == simdjson::SUCCESS;
    auto const spelling = is_there ? spelling_in(value) : std::nullopt;
    if (!spelling) {
        failed = model::Problem{element.is_object() ? "there is no text or number in a member \"" +
                                                          pruning.column + "\""
                                                    : "a row must be a text, a number or an object",
                                rows::place(row.line, 1)};
        return;
    }
    add(row.raw, *spelling);
}

void Pruner::State::take_cells(rows::Row const& row)
{
    lacking.push_back(width - std::min(width, row.cells.size()));
    bool const is_there = *column < row.cells.size();
    add(row.raw, is_there ? rows::without_guard(row.cells[*column]) : std::string_view{});
}

void Pruner::State::take(rows::Row const& row)
{
    if (failed) return;
    if (row.wrong) {
        failed = row.wrong;
    } else if (json) {
        take_json(row);
    } else if (!column) {
        take_header(row);
    } else {
        take_cells(row);
    }
}

void Pruner::State::add(std::string_view row, std::string_view spelling)
{
    raw += row;
    ends.push_back(raw.size());
    pruning.question.to.emplace_back(spelling);
    if (ends.size() == rows_a_batch) judge_batch();
}

void Pruner::State::open_sides()
{
    if (!std::exchange(opened, true) && json && json->is_array()) {
        kept_out += '[';
        removed_out += '[';
    }
}

void Pruner::State::write(bool deliver, std::size_t place, std::string_view reason)
{
    auto const begin = place == 0 ? 0 : ends[place - 1];
    auto const row = std::string_view{raw}.substr(begin, ends[place] - begin);
    auto& out = deliver ? kept_out : removed_out;
    auto& count = deliver ? kept : removed;
    if (csv) {
        out += row;
        if (!deliver) out.append(1 + lacking[place], csv->delimiter()).append(reason);
        out += csv->line_end();
    } else {
        if (json->is_array()) out += count == 0 ? "\n" : ",\n";
        out += deliver ? std::string{row} : with_reason(row, reason);
        if (!json->is_array()) out += '\n';
    }
    ++count;
}

void Pruner::State::judge_batch()
{
    open_sides();
    auto const judged = judge_dry(pruning.question, app, index, settings);
    for (std::size_t i = 0; i < ends.size(); ++i) {
        auto const verdict = judged.decision.verdicts[i];
        write(verdict.deliver, i, model::name_of(verdict.reason));
        if (!verdict.deliver) ++reasons[static_cast<std::size_t>(verdict.reason)];
    }
    sides.kept(kept_out);
    sides.removed(removed_out);
    for (auto* text : {&raw, &kept_out, &removed_out})
        text->clear();
    ends.clear();
    lacking.clear();
    pruning.question.to.clear();
}

std::optional<model::Problem> Pruner::State::close()
{
    if (csv && !column && !failed) {
        failed = model::Problem{"the list is empty: its first line must name the columns",
                                rows::place(1, 1)};
    }
    if (failed) return failed;
    judge_batch();
    std::string_view const end = !json || !json->is_array() ? "" : "\n]\n";
    sides.kept(end);
    sides.removed(end);
    return std::nullopt;
}

Pruner::Pruner(Pruning pruning, Application const& app, store::Index const& index,
               Settings const& settings, Sides sides)
    : state_{std::make_unique<State>(std::move(pruning), app, index, settings, std::move(sides))}
{
}

Pruner::~Pruner() = default;

std::optional<model::Problem> Pruner::feed(std::string_view piece)
{
    auto& state = *state_;
    auto problem = state.csv ? state.csv->feed(piece) : state.json->feed(piece);
    return state.failed ? state.failed : problem;
}

std::optional<model::Problem> Pruner::finish()
{
    auto& state = *state_;
    auto problem = state.csv ? state.csv->finish() : state.json->finish();
    if (problem) return problem;
    return state.close();
}

std::uint64_t Pruner::kept() const
{
    return state_->kept;
}

std::uint64_t Pruner::removed() const
{
    return state_->removed;
}

std::array<std::uint64_t, model::reason_names.size()> const& Pruner::reasons() const
{
    return state_->reasons;
}

}  // namespace gateway::admin
