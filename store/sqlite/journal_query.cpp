#include "store/sqlite/journal.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>
#include <variant>

namespace store::sqlite {
namespace {

using Value = std::variant<std::int64_t, std::string_view>;

struct Conditions {
    std::string sql;
    std::vector<Value> values;

    void add(std::string_view condition, Value value)
    {
        sql += values.empty() ? " WHERE " : " AND ";
        sql += condition;
        values.push_back(value);
    }
    void add_name(std::string_view condition, std::string_view name)
    {
        if (!name.empty()) add(condition, name);
    }
};

Conditions conditions_of(model::JournalQuery const& query)
{
    Conditions where;
    where.add_name("decision = ?", query.decision);
    where.add_name("address = ?", query.address);
    where.add_name("app = ?", query.app);
    where.add_name("provider = ?", query.provider);
    where.add_name("category = ?", query.category);
    if (query.outcome) where.add("outcome = ?", name_of(*query.outcome));
    if (query.channel) where.add("channel = ?", name_of(*query.channel));
    if (query.reason) where.add("reason = ?", name_of(*query.reason));
    if (query.mark) where.add("mark <> '' AND mark = ?", name_of(*query.mark));
    if (query.since) where.add("at >= ?", to_column(*query.since));
    if (query.until) where.add("at < ?", to_column(*query.until));
    if (query.before_row != 0) {
        where.add("(at, row) < (SELECT at, row FROM journal WHERE row = ?)", query.before_row);
    }
    return where;
}

}  // namespace

JournalPage read_journal(Connection& connection, model::JournalQuery const& query)
{
    auto const where = conditions_of(query);
    auto const limit = std::max<std::size_t>(query.limit, 1);
    Statement select{connection, "SELECT * FROM journal" + where.sql +
                                     " ORDER BY at DESC, row DESC LIMIT " +
                                     std::to_string(limit + 1)};
    int at = 0;
    for (auto const& value : where.values) {
        std::visit([&](auto bound) { select.bind(++at, bound); }, value);
    }
    JournalPage page;
    for (auto rows = select(); rows.next();) {
        if (page.entries.size() == limit) {
            page.next_row = page.entries.back().row;
            break;
        }
        page.entries.push_back(to_journal_entry(rows));
    }
    return page;
}

}  // namespace store::sqlite
