#include "store/sqlite/journal.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <variant>

namespace store::sqlite {
namespace {

using Value = std::variant<std::int64_t, std::string_view>;

struct Conditions {
    std::string sql;  ///< "a = ? AND b = ?"
    std::vector<Value> values;

    std::string where() const { return sql.empty() ? sql : " WHERE " + sql; }

    void add(std::string_view condition, std::initializer_list<Value> bound)
    {
        sql += sql.empty() ? "" : " AND ";
        sql += condition;
        values.insert(values.end(), bound);
    }
    void add_all(Conditions const& others)
    {
        if (others.sql.empty()) return;
        sql += (sql.empty() ? "" : " AND ") + others.sql;
        values.insert(values.end(), others.values.begin(), others.values.end());
    }
    void add_name(std::string_view condition, std::string_view name)
    {
        if (!name.empty()) add(condition, {name});
    }
};

/// An entry's place: newest first is (at, row) descending.
struct Place {
    std::int64_t at = 0;
    std::int64_t row = 0;
};

/// What an index leads to.
Conditions reach_of(model::JournalQuery const& query)
{
    Conditions where;
    where.add_name("decision = ?", query.decision);
    where.add_name("address = ?", query.address);
    if (query.since) where.add("at >= ?", {to_column(*query.since)});
    if (query.until) where.add("at < ?", {to_column(*query.until)});
    if (query.before_row != 0) {
        where.add("(at, row) < (SELECT at, row FROM journal WHERE row = ?)", {query.before_row});
    }
    if (query.mark && query.address.empty())
        where.add("mark <> '' AND mark = ?", {name_of(*query.mark)});
    return where;
}

/// What each row must be asked.
Conditions filters_of(model::JournalQuery const& query)
{
    Conditions where;
    where.add_name("app = ?", query.app);
    where.add_name("provider = ?", query.provider);
    where.add_name("category = ?", query.category);
    if (query.outcome) where.add("outcome = ?", {name_of(*query.outcome)});
    if (query.channel) where.add("channel = ?", {name_of(*query.channel)});
    if (query.reason) where.add("reason = ?", {name_of(*query.reason)});
    if (query.mark && !query.address.empty()) where.add("mark = ?", {name_of(*query.mark)});
    return where;
}

Rows start(Statement& select, Conditions const& where)
{
    int at = 0;
    for (auto const& value : where.values) {
        std::visit([&](auto bound) { select.bind(++at, bound); }, value);
    }
    return select();
}

/// The last of the first so many; none: there are fewer. Walks an index alone.
std::optional<Place> last_of(Connection& connection, Conditions const& reach, std::size_t rows)
{
    Statement select{connection, "SELECT at, row FROM journal" + reach.where() +
                                     " ORDER BY at DESC, row DESC LIMIT 1 OFFSET " +
                                     std::to_string(rows - 1)};
    auto found = start(select, reach);
    if (!found.next()) return std::nullopt;
    return Place{found.number(0), found.number(1)};
}

}  // namespace

JournalPage read_journal(Connection& connection, model::JournalQuery const& query)
{
    auto where = reach_of(query);
    auto const filters = filters_of(query);
    std::optional<Place> last;
    // The entries of one decision are few, and no index has them in order.
    if (query.look_at != 0 && !filters.values.empty() && query.decision.empty()) {
        last = last_of(connection, where, query.look_at);
    }
    if (last) where.add("(at, row) >= (?, ?)", {last->at, last->row});
    where.add_all(filters);

    auto const limit = std::max<std::size_t>(query.limit, 1);
    Statement select{connection, "SELECT * FROM journal" + where.where() +
                                     " ORDER BY at DESC, row DESC LIMIT " +
                                     std::to_string(limit + 1)};
    JournalPage page;
    if (last) page.next_row = last->row;
    for (auto rows = start(select, where); rows.next();) {
        if (page.entries.size() == limit) {
            page.next_row = page.entries.back().row;
            break;
        }
        page.entries.push_back(to_journal_entry(rows));
    }
    return page;
}

}  // namespace store::sqlite
