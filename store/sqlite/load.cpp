// store/sqlite/load.cpp: many changes at once, for an import into a store that nobody serves.
//
// Runs of rows on bare addresses are made in the order of their addresses: each page of a table or index is then visited
// once a batch. Most of them are new: those whose place is free are put by one statement a table (loaded.hpp). All others
// are judged as any change is, one by one. The ledger's line follows its row, so foreign keys are off meanwhile.
#include "store/ledger/state.hpp"
#include "store/sqlite/loaded.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace store::sqlite {
namespace {

/// They are read several times: as many as stay in the processor's cache.
constexpr std::size_t rows_at_once = 500;

using model::Address;
using model::Change;
using model::HardStop;
using model::Preference;
using model::SetHardStop;
using model::SetPreference;

std::string const* bare_address(Change const& change)
{
    if (auto const* stop = std::get_if<SetHardStop>(&change.what)) return &stop->address.text();
    auto const* set = std::get_if<SetPreference>(&change.what);
    auto const* address = set ? std::get_if<Address>(&set->subject) : nullptr;
    return address ? &address->text() : nullptr;
}

/// The different things that rows say, each spelt once.
class Sayings {
public:
    /// Of a row on a bare address; null: it needs judgement.
    Said const* of(Change const& change)
    {
        if (change.by.actor.empty()) return nullptr;
        if (auto const* stop = std::get_if<SetHardStop>(&change.what)) return of(stop->stop);
        auto const& set = std::get<SetPreference>(change.what);
        return set.formerly.empty() ? of(set.preference) : nullptr;
    }

private:
    Said const* of(HardStop const& stop)
    {
        if (stop.suppression == model::Suppression::erased) return nullptr;
        auto const [found, is_new] = stops_.try_emplace(stop);
        if (is_new) {
            found->second = {"suppression", to_column(stop.channel),
                             std::string{name_of(stop.suppression)}, stop.sender, to_json(stop)};
        }
        return &found->second;
    }
    Said const* of(Preference const& preference)
    {
        auto const [found, is_new] = preferences_.try_emplace(preference);
        if (is_new) {
            found->second = {"preference", to_column(preference.channel),
                             to_string(preference.covers), std::string{name_of(preference.state)},
                             to_json(preference)};
        }
        return &found->second;
    }

    std::map<HardStop, Said> stops_;
    std::map<Preference, Said> preferences_;
};

bool is_suppression(Said const& said)
{
    return said.action == "suppression";
}

/// What there can be one of on an address: the key of the tables' rows behind the address.
using Slot = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
Slot slot_of(Said const* said)
{
    if (!said) return {};
    return {said->action, said->channel, said->what, is_suppression(*said) ? said->more : ""};
}

/// What rows are ordered by: the beginning of the address as a number tells almost all apart.
struct Key {
    std::array<std::uint64_t, 2> beginning{};
    Row const* row = nullptr;

    bool operator<(Key const& other) const
    {
        if (beginning != other.beginning) return beginning < other.beginning;
        if (auto const order = *row->address <=> *other.row->address; order != 0) return order < 0;
        auto const slot = slot_of(row->said);
        auto const others = slot_of(other.row->said);
        return slot != others ? slot < others : row->place < other.row->place;
    }
};

std::uint64_t number_at(std::string_view text, std::size_t from)
{
    constexpr unsigned byte = 8;
    std::uint64_t number = 0;
    for (std::size_t i = from; i < from + sizeof number; ++i) {
        number = number << byte | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    return number;
}

/// By address, rows of one address by what they say, and as they came.
std::vector<Row> in_order(std::vector<Row> const& rows)
{
    std::vector<Key> keys;
    keys.reserve(rows.size());
    for (auto const& row : rows) {
        keys.push_back(
            {{number_at(*row.address, 0), number_at(*row.address, sizeof(std::uint64_t))}, &row});
    }
    std::sort(keys.begin(), keys.end());
    std::vector<Row> ordered;
    ordered.reserve(rows.size());
    for (auto const& key : keys)
        ordered.push_back(*key.row);
    return ordered;
}

/// Those that need no judgement where their places are free: of several in one slot the first.
std::vector<Row> first_in_slots(std::vector<Row> const& ordered)
{
    std::vector<Row> firsts;
    firsts.reserve(ordered.size());
    for (auto const& row : ordered) {
        if (!row.said) continue;
        bool const second = !firsts.empty() && *firsts.back().address == *row.address &&
                            slot_of(firsts.back().said) == slot_of(row.said);
        if (!second) firsts.push_back(row);
    }
    return firsts;
}

class WithoutForeignKeys {
public:
    explicit WithoutForeignKeys(Connection& connection) : connection_{connection}
    {
        connection_.run("PRAGMA foreign_keys = OFF");
    }
    ~WithoutForeignKeys()
    {
        sqlite3_exec(connection_.get(), "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
    }
    WithoutForeignKeys(WithoutForeignKeys const&) = delete;
    WithoutForeignKeys& operator=(WithoutForeignKeys const&) = delete;

private:
    Connection& connection_;
};

/// Puts rows where nothing stands. A statement that fails ends the transaction, so none of them needs to be taken back by
/// itself ("OR FAIL": no journal of its own).
class Putting {
public:
    explicit Putting(Connection& db)
        : loaded_{db},
          stops_{{db,
                  "SELECT r.rowid FROM loaded AS r CROSS JOIN hard_stop AS h"
                  " ON h.address = r.address AND h.channel = r.channel"
                  " AND h.suppression = r.what AND h.sender = r.more"},
                 {db,
                  "INSERT OR FAIL INTO hard_stop SELECT address, channel, what, more, sequence"
                  " FROM loaded"}},
          preferences_{{db,
                        "SELECT r.rowid FROM loaded AS r CROSS JOIN preference AS p"
                        " ON p.customer = '' AND p.address = r.address"
                        " AND p.channel = r.channel AND p.covers = r.what"},
                       {db,
                        "INSERT OR FAIL INTO preference SELECT '', address, channel, what, more,"
                        " sequence FROM loaded"}},
          // The note follows from the entry (store/ledger/note.hpp), and would be a third of it.
          put_lines_{db,
                     "INSERT OR FAIL INTO ledger (sequence, at, action, source, actor, evidence,"
                     " customer, address, before, after, note, salt, digest, hash)"
                     " SELECT sequence, at, action, source, actor, evidence, '', address, '',"
                     " after, '', salt, digest, hash FROM loaded"}
    {
    }

    /// Those of the rows, all of one table, that were put, with their links.
    std::span<LoadedRow const> put(std::span<Row const> rows, LedgerInk& ink)
    {
        auto& table = is_suppression(*rows.front().said) ? stops_ : preferences_;
        rows_.clear();
        for (auto const& row : rows)
            rows_.push_back({row, {}});
        drop_standing(table.find);
        for (auto& row : rows_) {
            row.link = ink.chain(
                to_column(row.by->at), row.said->action, row.by->source,
                {row.by->actor, row.by->evidence, "", *row.address, "", row.said->after, ""});
        }
        loaded_.show(rows_);
        table.put.run();
        put_lines_.run();
        return rows_;
    }

private:
    struct Table {
        Statement find;  ///< rows whose place is taken
        Statement put;
    };

    void drop_standing(Statement& find)
    {
        loaded_.show(rows_);
        for (auto standing = find(); standing.next();)
            rows_[static_cast<std::size_t>(standing.number(0))].said = nullptr;
        std::erase_if(rows_, [](LoadedRow const& row) { return !row.said; });
    }

    std::vector<LoadedRow> rows_;
    Loaded loaded_;
    Table stops_, preferences_;
    Statement put_lines_;
};

/// One batch on its way into the store.
class Loading {
public:
    Loading(Connection& connection, LedgerStatements& ledger, std::span<Change const> changes)
        : ledger_{ledger}, changes_{changes}, putting_{connection}, made_(changes.size())
    {
    }

    std::vector<std::optional<Changed>> make() &&
    {
        for (std::size_t at = 0; at < changes_.size();) {
            auto const run = take_run(at);
            if (run.empty()) judge(at++);
            at += run.size();
            make(run);
        }
        return std::move(made_);
    }

private:
    /// The rows on bare addresses that follow one another from here.
    std::vector<Row> take_run(std::size_t at)
    {
        std::vector<Row> run;
        for (; at < changes_.size(); ++at) {
            auto const* address = bare_address(changes_[at]);
            if (!address) break;
            run.push_back({address, sayings_.of(changes_[at]), &changes_[at].by, at});
        }
        return run;
    }
    void make(std::vector<Row> const& run)
    {
        auto const ordered = in_order(run);
        auto firsts = first_in_slots(ordered);
        auto const preferences = std::ranges::stable_partition(
            firsts, [](Row const& row) { return is_suppression(*row.said); });
        put({firsts.begin(), preferences.begin()});
        put(preferences);
        for (auto const& row : ordered)
            if (!made_[row.place]) judge(row.place);
    }
    void put(std::span<Row const> rows)
    {
        while (!rows.empty()) {
            auto const some = rows.first(std::min(rows.size(), rows_at_once));
            for (auto const& row : putting_.put(some, ledger_.ink))
                made_[row.place] = Written{{row.link.sequence}};
            rows = rows.subspan(some.size());
        }
    }
    void judge(std::size_t at) { made_[at] = apply(ledger_, changes_[at], touched_); }

    LedgerStatements& ledger_;
    std::span<Change const> changes_;
    Sayings sayings_;
    Putting putting_;
    Touched touched_;
    std::vector<std::optional<Changed>> made_;
};

void keep(Connection& connection, ImportPoint const& point)
{
    Statement{connection, "INSERT OR REPLACE INTO import VALUES (?1, ?2, ?3)"}.run(
        point.file, point.bytes, point.rows);
}

}  // namespace

std::vector<Changed> SqliteWriter::load(std::span<Change const> changes, ImportPoint const& point)
{
    WithoutForeignKeys const without{connection_};
    Transaction transaction{connection_};
    ledger_.ink.begin();
    auto made = Loading{connection_, ledger_, changes}.make();
    ledger_.ink.end();
    if (!point.file.empty()) keep(connection_, point);
    transaction.commit();
    std::vector<Changed> changed;
    changed.reserve(made.size());
    for (auto& one : made)
        changed.push_back(*std::move(one));
    return changed;
}

}  // namespace store::sqlite
