// store/sqlite/state.cpp: the state as rows of a file, page by page, each part in the order of its keys; and what the
// imports and reports ask.
#include "store/sqlite/reader.hpp"
#include "store/sqlite/rows.hpp"

#include <iterator>

namespace store::sqlite {
namespace {

std::string spelt_start(std::string_view column)
{
    if (column == "yy") return "both";
    if (column == "yn") return "phone";
    if (column == "ny") return "email";
    return column == "nn" ? "neither" : "unset";
}

std::vector<StateRow> collect(Rows rows, auto const& read)
{
    std::vector<StateRow> found;
    while (rows.next()) {
        StateRow row;
        read(rows, row);
        found.push_back(std::move(row));
    }
    return found;
}

std::vector<StateRow> customers(Connection& db, StateRow const& after, std::int64_t limit)
{
    Statement select{
        db, "SELECT id, kind, name, start FROM customer WHERE id > ?1 ORDER BY id LIMIT ?2"};
    return collect(select(after.customer, limit), [](Rows const& rows, StateRow& row) {
        row.customer = rows.text(0);
        row.kind = rows.text(1);
        row.name = rows.text(2);
        row.start = spelt_start(rows.view(3));
    });
}

std::vector<StateRow> links(Connection& db, StateRow const& after, std::int64_t limit)
{
    Statement select{db,
                     "SELECT id, carbon_copy_of FROM customer WHERE carbon_copy_of <> ''"
                     " AND id > ?1 ORDER BY id LIMIT ?2"};
    return collect(select(after.customer, limit), [](Rows const& rows, StateRow& row) {
        row.customer = rows.text(0);
        row.carbon_copy_of = rows.text(1);
    });
}

void read_origin(Rows const& rows, int at, StateRow& row)
{
    row.source = rows.text(at);
    row.evidence = rows.text(at + 1);
    row.at = to_time(rows.number(at + 2));
}

std::vector<StateRow> preferences(Connection& db, StateRow const& after, std::int64_t limit)
{
    Statement select{
        db,
        "SELECT p.customer, p.address, p.channel, p.covers, p.state, l.source, l.evidence, l.at"
        " FROM preference AS p CROSS JOIN ledger AS l ON l.sequence = p.ledger"
        " WHERE (p.customer, p.address, p.channel, p.covers) > (?1, ?2, ?3, ?4)"
        " ORDER BY p.customer, p.address, p.channel, p.covers LIMIT ?5"};
    auto rows = select(after.customer, after.address, after.channel, after.covers, limit);
    return collect(std::move(rows), [](Rows const& found, StateRow& row) {
        row.customer = found.text(0);
        row.address = found.text(1);
        row.channel = found.text(2);
        row.covers = found.text(3);
        row.state = found.text(4);
        read_origin(found, 5, row);
    });
}

std::vector<StateRow> suppressions(Connection& db, StateRow const& after, std::int64_t limit)
{
    Statement select{
        db,
        "SELECT h.address, h.channel, h.suppression, h.sender, l.source, l.evidence, l.at"
        " FROM hard_stop AS h CROSS JOIN ledger AS l ON l.sequence = h.ledger"
        " WHERE (h.address, h.channel, h.suppression, h.sender) > (?1, ?2, ?3, ?4)"
        " ORDER BY h.address, h.channel, h.suppression, h.sender LIMIT ?5"};
    auto rows = select(after.address, after.channel, after.suppression, after.sender, limit);
    return collect(std::move(rows), [](Rows const& found, StateRow& row) {
        row.address = found.text(0);
        row.channel = found.text(1);
        row.suppression = found.text(2);
        row.sender = found.text(3);
        read_origin(found, 4, row);
    });
}

void add_contacts(Connection& db, bool of_copies, StateRow const& after, std::size_t limit,
                  std::vector<StateRow>& found)
{
    Statement select{db,
                     "SELECT c.customer, c.address, c.label, c.position, k.carbon_copy_of"
                     " FROM contact AS c CROSS JOIN customer AS k ON k.id = c.customer"
                     " WHERE (k.carbon_copy_of <> '') = ?5 AND c.customer >= ?1"
                     " AND (c.customer, c.position, c.address) > (?1, ?2, ?3)"
                     " ORDER BY c.customer, c.position, c.address LIMIT ?4"};
    auto const left = static_cast<std::int64_t>(limit - found.size());
    auto rows = select(after.customer, after.position, after.address, left,
                       static_cast<std::int64_t>(of_copies));
    auto more = collect(std::move(rows), [](Rows const& one, StateRow& row) {
        row.customer = one.text(0);
        row.address = one.text(1);
        row.label = one.text(2);
        row.position = one.number(3);
        row.carbon_copy_of = one.text(4);
    });
    found.insert(found.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
}

// Carbon copies come behind the others: one may have an address that the customer it copies has already.
std::vector<StateRow> contacts(Connection& db, StateRow const& after, std::size_t limit)
{
    std::vector<StateRow> found;
    bool const among_copies = !after.carbon_copy_of.empty();
    if (!among_copies) add_contacts(db, false, after, limit, found);
    if (found.size() < limit) {
        add_contacts(db, true, among_copies ? after : StateRow{}, limit, found);
    }
    return found;
}

}  // namespace

std::vector<StateRow> SqliteReader::state(Listed part, StateRow const* after, std::size_t limit)
{
    StateRow const first{};
    auto const& from = after ? *after : first;
    auto const most = static_cast<std::int64_t>(limit);
    switch (part) {
        case Listed::customers: return customers(connection_, from, most);
        case Listed::links: return links(connection_, from, most);
        case Listed::preferences: return preferences(connection_, from, most);
        case Listed::suppressions: return suppressions(connection_, from, most);
        case Listed::contacts: break;
    }
    return contacts(connection_, from, limit);
}

std::vector<DayCount> SqliteReader::changes_a_day(std::int64_t since, std::int64_t until)
{
    Statement select{connection_,
                     "SELECT day, source, action, changes FROM changes_a_day WHERE day >= ?1"
                     " AND day < ?2 ORDER BY day, source, action"};
    std::vector<DayCount> counts;
    for (auto rows = select(since, until); rows.next();)
        counts.push_back({rows.number(0), rows.text(1), rows.text(2), rows.number(3)});
    return counts;
}

std::optional<ImportPoint> SqliteReader::import_point(std::string const& file)
{
    Statement select{connection_,
                     "SELECT bytes, rows, contents, options FROM import WHERE file = ?1"};
    auto rows = select(file);
    if (!rows.next()) return std::nullopt;
    return ImportPoint{file, rows.number(0), rows.number(1), rows.text(2), rows.text(3)};
}

}  // namespace store::sqlite
