#include "gateway/admin/transfer/intake.hpp"

#include "gateway/choices.hpp"
#include "gateway/rows/csv.hpp"
#include "gateway/rows/json.hpp"
#include "store/address/ascii.hpp"

#include <simdjson.h>

#include <algorithm>
#include <deque>
#include <map>

namespace gateway::admin::transfer {
namespace {

bool among(std::string_view names, std::string_view plain)
{
    while (!names.empty()) {
        auto const name = names.substr(0, names.find('|'));
        if (name == plain) return true;
        names.remove_prefix(std::min(names.size(), name.size() + 1));
    }
    return false;
}

/// Two names in one file for the same thing; nobody can know which of them is meant.
std::string both_say(std::string_view what, std::string_view one, std::string_view other,
                     Field field)
{
    std::string const name{name_of(field)};
    return "the " + std::string{what} + " \"" + shown(one) + "\" and \"" + shown(other) +
           "\" both mean " + name + " (columns=" + name + "=... says which is taken)";
}

/// A value as a text; of a list its texts. `room` keeps what is not in the document itself.
std::string_view text_of(simdjson::dom::element value, std::string& room)
{
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return text;
    room.clear();
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return room = simdjson::minify(value);
    for (auto const one : list) {
        if (one.get(text) == simdjson::SUCCESS) (room += room.empty() ? "" : ",") += text;
    }
    return room;
}

}  // namespace

struct Intake::State {
    State(Plan the_plan, Settings const& settings)
        : plan{std::move(the_plan)}, context{settings, plan.by, {}, plan.prevent_duplicates}
    {
        for (auto const& [field, text] : plan.given)
            context.given.set(field, text);
        auto sink = [this](rows::Row const& row) { take(row); };
        if (plan.form == Form::csv) {
            csv.emplace(sink);
        } else {
            json.emplace(sink,
                         plan.format->wrapped ? rows::Json::Wrapped::yes : rows::Json::Wrapped::no);
        }
    }

    void take(rows::Row const& row);
    void take_header(rows::Row const& row);
    void take_cells(rows::Row const& row);
    void take_json(rows::Row const& row);
    void take_member(std::string_view key, simdjson::dom::element value);
    void take_contacts(simdjson::dom::array list);
    void judge(rows::Row const& row);
    void add_origins(std::size_t line);
    void bad(std::string where, std::string what);
    std::optional<Field> field_of(std::string_view name) const;
    std::string missing(std::span<std::string_view const> cells) const;

    Plan plan;
    Context context;
    std::optional<rows::Csv> csv;
    std::optional<rows::Json> json;
    simdjson::dom::parser parser;
    std::vector<std::optional<Field>> columns;                         ///< of CSV
    std::map<std::string, std::optional<Field>, std::less<>> members;  ///< of JSON, as met
    std::array<std::string, field_names.size()> called;                ///< in this file
    std::array<std::string, field_names.size()> texts;  ///< of JSON values that are no texts
    std::deque<std::string> rooms;                      ///< the same of a row's contacts
    Fields fields;
    std::optional<std::string> twice;  ///< two members of the row say different things of one field
    bool header_read = false;
    std::optional<model::Problem> failed;
    Batch batch;
};

std::optional<Field> Intake::State::field_of(std::string_view name) const
{
    for (auto const& [field, column] : plan.columns) {
        if (column == name) return field;
    }
    auto const plain = plain_name(name);
    for (auto const& [field, names] : plan.format->columns) {
        if (field == Field::contacts && csv) continue;  // a cell is no list
        auto const mapped = [&](auto const& one) { return one.first == field; };
        if (among(names, plain) && std::ranges::none_of(plan.columns, mapped)) return field;
    }
    return std::nullopt;
}

std::string Intake::State::missing(std::span<std::string_view const> cells) const
{
    std::string what = "there is no column for ";
    std::vector<std::string_view> names;
    for (auto const field : plan.format->needed)
        names.push_back(name_of(field));
    what += choices(names) + "; the columns are " + all_of(cells) +
            " (columns=field=name says which is which)";
    return what;
}

void Intake::State::take_header(rows::Row const& row)
{
    header_read = true;
    if (row.wrong) {
        failed = row.wrong;
        return;
    }
    std::array<bool, field_names.size()> taken{};
    for (auto const cell : row.cells) {
        auto const field = field_of(cell);
        columns.push_back(field);
        if (!field) continue;
        auto const place = static_cast<std::size_t>(*field);
        if (std::exchange(taken[place], true)) {
            failed = model::Problem{both_say("columns", called[place], cell, *field),
                                    rows::place(row.line, 1)};
            return;
        }
        called[place] = cell;
    }
    for (auto const& [field, column] : plan.columns) {
        if (taken[static_cast<std::size_t>(field)]) continue;
        failed = model::Problem{"there is no column \"" + column + "\"", rows::place(1, 1)};
        return;
    }
    bool const enough = std::ranges::any_of(
        plan.format->needed, [&](Field field) { return taken[static_cast<std::size_t>(field)]; });
    if (!enough) failed = model::Problem{missing(row.cells), rows::place(row.line, 1)};
}

void Intake::State::bad(std::string where, std::string what)
{
    batch.bad.push_back({std::move(where), std::move(what)});
}

void Intake::State::take(rows::Row const& row)
{
    if (failed) return;
    if (csv && !header_read) return take_header(row);
    ++batch.rows;
    batch.bytes = row.end;
    if (row.end <= plan.skip_bytes) return;
    if (row.wrong) return bad(row.wrong->where, row.wrong->what);
    fields.clear();
    if (csv) return take_cells(row);
    take_json(row);
}

void Intake::State::take_cells(rows::Row const& row)
{
    if (row.cells.size() > columns.size()) {
        return bad(rows::place(row.line, 1), "has " + std::to_string(row.cells.size()) +
                                                 " cells, the header " +
                                                 std::to_string(columns.size()));
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        bool const says_nothing = address::trimmed(row.cells[i]).empty();
        if (columns[i] && !says_nothing) {
            fields.set(*columns[i], rows::without_guard(row.cells[i]));
        }
    }
    judge(row);
}

void Intake::State::take_member(std::string_view key, simdjson::dom::element value)
{
    auto known = members.find(key);
    if (known == members.end()) {
        if (members.size() >= 1'000) return;  // no file has so many kinds of members
        known = members.emplace(std::string{key}, field_of(key)).first;
    }
    if (!known->second || value.is_null()) return;
    auto const field = *known->second;
    auto const place = static_cast<std::size_t>(field);
    simdjson::dom::array list;
    if (field == Field::contacts && value.get(list) == simdjson::SUCCESS)
        return take_contacts(list);
    if (!fields[field].empty()) {
        std::string room;
        auto const text = text_of(value, room);
        bool const same = text.empty() || text == fields[field];
        if (!same) twice = both_say("members", called[place], key, field);
        return;
    }
    called[place] = key;
    fields.set(field, text_of(value, texts[place]));
}

void Intake::State::take_contacts(simdjson::dom::array list)
{
    for (auto const one : list) {
        auto& said = fields.contacts.emplace_back();
        simdjson::dom::object contact;
        if (one.get(contact) != simdjson::SUCCESS) {
            said.address = text_of(one, rooms.emplace_back());
            continue;
        }
        for (auto const& [name, text] :
             {std::pair{"address", &said.address}, {"label", &said.label}}) {
            simdjson::dom::element value;
            bool const is_there = contact[name].get(value) == simdjson::SUCCESS && !value.is_null();
            if (is_there) *text = text_of(value, rooms.emplace_back());
        }
    }
}

void Intake::State::take_json(rows::Row const& row)
{
    simdjson::dom::element element;
    if (auto const error = parser.parse(row.raw.data(), row.raw.size()).get(element)) {
        return bad(rows::place(row.line, 1),
                   std::string{"not JSON: "} + simdjson::error_message(error));
    }
    simdjson::dom::object object;
    std::string_view text;
    if (element.get(text) == simdjson::SUCCESS) {
        fields.set(Field::address, text);
    } else if (element.get(object) == simdjson::SUCCESS) {
        twice.reset();
        rooms.clear();
        for (auto const member : object)
            take_member(member.key, member.value);
        if (twice) return bad(rows::place(row.line, 1), *std::move(twice));
    } else {
        return bad(rows::place(row.line, 1), "a row must be an object, or an address as a text");
    }
    judge(row);
}

void Intake::State::add_origins(std::size_t line)
{
    Origin origin{static_cast<std::uint32_t>(line)};
    for (std::size_t i = 0; i < contact_fields.size(); ++i) {
        if (fields[contact_fields[i]].empty()) continue;
        origin.fields = static_cast<std::uint8_t>(origin.fields | 1U << i);
    }
    for (; batch.origins.size() < batch.changes.size(); ++origin.place)
        batch.origins.push_back(origin);
}

void Intake::State::judge(rows::Row const& row)
{
    auto const wrong = plan.format->read(fields, context, batch.changes);
    add_origins(row.line);
    if (!wrong) return;
    auto const& column = called[static_cast<std::size_t>(wrong->field)];
    bad("line " + std::to_string(row.line) + ", " + (csv ? "column \"" : "member \"") +
            (column.empty() ? std::string{name_of(wrong->field)} : column) + "\"",
        wrong->what);
}

Intake::Intake(Plan plan, Settings const& settings)
    : state_{std::make_unique<State>(std::move(plan), settings)}
{
}

Intake::~Intake() = default;

std::optional<model::Problem> Intake::feed(std::string_view piece)
{
    auto& state = *state_;
    auto problem = state.csv ? state.csv->feed(piece) : state.json->feed(piece);
    return state.failed ? state.failed : problem;
}

std::optional<model::Problem> Intake::finish()
{
    auto& state = *state_;
    auto problem = state.csv ? state.csv->finish() : state.json->finish();
    if (state.csv && !state.header_read && !state.failed && !problem) {
        state.failed = model::Problem{"the file is empty: its first line must name the columns",
                                      rows::place(1, 1)};
    }
    return state.failed ? state.failed : problem;
}

std::size_t Intake::waiting() const
{
    return state_->batch.changes.size() + state_->batch.bad.size();
}

Batch Intake::take()
{
    Batch next;
    next.rows = state_->batch.rows;
    next.bytes = state_->batch.bytes;
    // The next one is about as long.
    next.changes.reserve(state_->batch.changes.size());
    next.origins.reserve(state_->batch.origins.size());
    return std::exchange(state_->batch, std::move(next));
}

model::Result<std::vector<std::pair<Field, std::string>>> read_columns(std::string_view text)
{
    std::vector<std::pair<Field, std::string>> columns;
    while (!text.empty()) {
        auto const one = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), one.size() + 1));
        auto const equals = one.find('=');
        auto const field = find_field(one.substr(0, equals));
        if (!field || equals == one.npos) {
            return model::Problem{
                "columns are named as field=column, with a field of " + choices(field_names), {}};
        }
        columns.emplace_back(*field, one.substr(equals + 1));
    }
    return columns;
}

}  // namespace gateway::admin::transfer
