#include "store/sqlite/putting.hpp"

#include <algorithm>
#include <stdexcept>

namespace store::sqlite {

Putting::Putting(Connection& connection)
    : connection_{connection},
      loaded_{connection},
      stops_{
          {connection,
           "SELECT r.rowid FROM loaded AS r CROSS JOIN hard_stop AS h"
           " ON h.address = r.address AND h.channel = r.channel"
           " AND h.suppression = r.what AND h.sender = r.more"},
          {connection,
           "INSERT OR IGNORE INTO hard_stop SELECT address, channel, what, more, sequence"
           " FROM loaded"},
          {connection, "DELETE FROM hard_stop WHERE address BETWEEN ?1 AND ?2 AND ledger >= ?3"}},
      preferences_{{connection,
                    "SELECT r.rowid FROM loaded AS r CROSS JOIN preference AS p"
                    " ON p.customer = '' AND p.address = r.address"
                    " AND p.channel = r.channel AND p.covers = r.what"},
                   {connection,
                    "INSERT OR IGNORE INTO preference SELECT '', address, channel, what, more,"
                    " sequence FROM loaded"},
                   {connection,
                    "DELETE FROM preference WHERE customer = '' AND address BETWEEN ?1 AND ?2"
                    " AND ledger >= ?3"}},
      // The note follows from the entry (store/ledger/note.hpp), and would be a third of it.
      put_lines_{connection,
                 "INSERT OR FAIL INTO ledger (sequence, at, action, source, actor, evidence,"
                 " customer, address, before, after, note, salt, digest, hash)"
                 " SELECT sequence, at, action, source, actor, evidence, '', address, '',"
                 " after, '', salt, digest, hash FROM loaded"}
{
}

std::span<LoadedRow> Putting::put(std::span<LoadedRow> rows, std::int64_t sequence)
{
    auto& table = is_suppression(*rows.front().said) ? stops_ : preferences_;
    if (table.was_free && put_all(rows, sequence, table)) return rows;
    auto const free = without_standing(rows, table.find);
    table.was_free = free.size() == rows.size();
    if (!put_all(free, sequence, table)) throw std::logic_error("a place is free and taken");
    return free;
}

// False: nothing was put, for some place is taken.
bool Putting::put_all(std::span<LoadedRow> rows, std::int64_t sequence, Table& table)
{
    if (rows.empty()) return true;
    auto next = sequence;
    for (auto& row : rows)
        row.link.sequence = next++;
    loaded_.show(rows);
    table.put.run();
    if (sqlite3_changes64(connection_.get()) == std::ssize(rows)) return true;
    table.take_back.run(rows.front().address, rows.back().address, sequence);
    return false;
}

std::span<LoadedRow> Putting::without_standing(std::span<LoadedRow> rows, Statement& find)
{
    loaded_.show(rows);
    for (auto standing = find(); standing.next();)
        rows[static_cast<std::size_t>(standing.number(0))].said = nullptr;
    auto const dropped =
        std::ranges::remove_if(rows, [](LoadedRow const& row) { return !row.said; });
    return rows.first(rows.size() - dropped.size());
}

void Putting::put_lines(std::span<LoadedRow const> rows)
{
    loaded_.show(rows);
    put_lines_.run();
}

}  // namespace store::sqlite
