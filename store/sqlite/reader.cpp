#include "store/sqlite/reader.hpp"

#include "store/sqlite/catch_up.hpp"
#include "store/sqlite/customer_statements.hpp"
#include "store/sqlite/ink.hpp"
#include "store/sqlite/journal.hpp"
#include "store/sqlite/parts.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>

namespace store::sqlite {
namespace {

Connection open_for_reading(std::string const& file)
{
    Connection connection{file, Connection::Use::read};
    connection.make_durable();
    return connection;
}

std::vector<model::LedgerEntry> entries(Rows rows)
{
    std::vector<model::LedgerEntry> found;
    while (rows.next())
        found.push_back(to_ledger_entry(rows));
    return found;
}

std::vector<std::string> texts(Rows rows)
{
    std::vector<std::string> texts;
    while (rows.next())
        texts.push_back(rows.text(0));
    return texts;
}

}  // namespace

SqliteReader::SqliteReader(std::string const& file)
    : connection_{open_for_reading(file)},
      fold_{connection_},
      erased_{connection_},
      customer_{connection_,
                "SELECT kind, name, carbon_copy_of, start FROM customer WHERE id = ?1"},
      contacts_{connection_,
                "SELECT address, label FROM contact WHERE customer = ?1 ORDER BY position"},
      chosen_{connection_,
              "SELECT p.channel, p.covers, p.state, l.source, p.ledger FROM preference AS p"
              " JOIN ledger AS l ON l.sequence = p.ledger WHERE p.customer = ?1 AND p.address = ''"
              " ORDER BY p.channel, p.covers"},
      group_{connection_, carbon_copies_sql},
      merged_{connection_,
              "SELECT DISTINCT customer FROM merged WHERE whole = ?1 AND customer <> ?1"
              " ORDER BY customer"},
      whole_{connection_,
             "SELECT whole FROM merged WHERE customer = ?1 ORDER BY ledger DESC LIMIT 1"},
      owners_{connection_, "SELECT customer FROM contact WHERE address = ?1 ORDER BY customer"},
      duplicates_{connection_,
                  "SELECT address, customer, ledger FROM contact WHERE address IN ("
                  " SELECT address FROM contact WHERE address > ?1 GROUP BY address"
                  " HAVING count(*) > 1 ORDER BY address LIMIT ?2) ORDER BY address, customer"},
      history_of_customer_{
          connection_,
          "SELECT * FROM ledger WHERE sequence > ?2 AND ((customer = '' AND address <> ''"
          " AND address IN (SELECT address FROM contact WHERE customer = ?1))"
          " OR sequence IN (SELECT sequence FROM entry_of WHERE customer = ?1))"
          " ORDER BY sequence LIMIT ?3"},
      history_of_address_{
          connection_,
          "SELECT * FROM ledger WHERE address = ?1 AND address <> '' AND sequence > ?2"
          " ORDER BY sequence LIMIT ?3"},
      history_of_person_{connection_,
                         "SELECT * FROM ledger WHERE sequence > ?2 AND address <> '' AND"
                         " address = ?1 UNION ALL SELECT * FROM ledger WHERE sequence > ?2"
                         " AND address = '' AND customer <> '' AND customer IN"
                         " (SELECT customer FROM contact WHERE address = ?1)"
                         " ORDER BY sequence LIMIT ?3"},
      entry_{connection_, "SELECT * FROM ledger WHERE sequence = ?1"},
      tokens_{connection_, "SELECT name, role, digest, created FROM token ORDER BY name"},
      feedback_{connection_,
                "SELECT * FROM feedback WHERE ?1 = 0 OR row < ?1 ORDER BY row DESC LIMIT ?2"},
      scores_{connection_, "SELECT * FROM score"}
{
}

void SqliteReader::each_profile(std::function<void(Folded const&)> const& sink)
{
    Snapshot const snapshot{connection_};
    fold_.each(sink);
}

Head SqliteReader::head()
{
    Statement select{connection_, "SELECT chain_length, chain_head FROM store"};
    auto rows = select();
    rows.next();
    return to_head(rows);
}

std::optional<Head> SqliteReader::link(std::int64_t sequence)
{
    return find_link(connection_, sequence);
}

bool SqliteReader::each_changed(Head const& since, std::size_t most,
                                std::function<void(Folded&&)> const& sink)
{
    Snapshot const snapshot{connection_};
    return catch_up(connection_, fold_, since, most, sink);
}

void SqliteReader::each_part(std::function<void(Folded&&)> const& sink)
{
    Snapshot const snapshot{connection_};
    Parts{connection_}.each(sink);
}

std::optional<model::CustomerRecord> SqliteReader::customer(std::string const& id)
{
    Snapshot const snapshot{connection_};
    auto found = customer_(id);
    if (!found.next()) return std::nullopt;
    model::CustomerRecord record;
    record.customer = {id, to_customer_kind(found.view(0)), found.text(1), {}, found.text(2)};
    for (auto rows = contacts_(id); rows.next();) {
        record.customer.contacts.push_back({model::Address::restored(rows.text(0)), rows.text(1)});
    }
    record.start = to_start(found.view(3));
    for (auto rows = chosen_(id); rows.next();) {
        record.preferences.push_back(to_preference(rows, 0));
        record.origins.push_back({rows.text(3), rows.number(4)});
    }
    for (auto rows = group_(id); rows.next();) {
        if (rows.view(0) != id) record.carbon_copies.push_back(rows.text(0));
    }
    std::sort(record.carbon_copies.begin(), record.carbon_copies.end());
    record.merged = texts(merged_(id));
    return record;
}

std::string SqliteReader::merged_into(std::string const& id)
{
    auto rows = whole_(id);
    return rows.next() ? rows.text(0) : std::string{};
}

std::vector<Duplicate> SqliteReader::duplicates(std::string const& after, std::size_t limit)
{
    std::vector<Duplicate> found;
    for (auto rows = duplicates_(after, static_cast<std::int64_t>(limit)); rows.next();) {
        if (found.empty() || found.back().address.text() != rows.view(0)) {
            found.push_back({model::Address::restored(rows.text(0)), {}, 0});
        }
        found.back().customers.push_back(rows.text(1));
        found.back().ledger = std::max(found.back().ledger, rows.number(2));
    }
    return found;
}

std::vector<std::string> SqliteReader::owners(model::Address const& address)
{
    return texts(owners_(address.text()));
}

model::Profile SqliteReader::profile(model::Address const& address)
{
    return fold_.address(address.text()).profile;
}

std::vector<model::LedgerEntry> SqliteReader::history(model::Subject const& subject,
                                                      std::int64_t after, std::size_t limit)
{
    auto const* address = std::get_if<model::Address>(&subject);
    auto const most = static_cast<std::int64_t>(limit);
    if (address) return entries(history_of_address_(address->text(), after, most));
    return entries(history_of_customer_(std::get<model::OfCustomer>(subject).id, after, most));
}

std::vector<model::LedgerEntry> SqliteReader::history_of_person(model::Address const& address,
                                                                std::int64_t after,
                                                                std::size_t limit)
{
    return entries(history_of_person_(address.text(), after, static_cast<std::int64_t>(limit)));
}

std::optional<model::LedgerEntry> SqliteReader::erasure(model::Address const& address)
{
    auto const sequence = erased_.behind(address.text());
    return sequence == 0 ? std::nullopt : ledger_entry(sequence);
}

std::optional<model::LedgerEntry> SqliteReader::ledger_entry(std::int64_t sequence)
{
    auto rows = entry_(sequence);
    if (!rows.next()) return std::nullopt;
    return to_ledger_entry(rows);
}

JournalPage SqliteReader::journal(model::JournalQuery const& query)
{
    return read_journal(connection_, query);
}

std::vector<model::Feedback> SqliteReader::feedback(std::int64_t before_row, std::size_t limit)
{
    std::vector<model::Feedback> found;
    for (auto rows = feedback_(before_row, static_cast<std::int64_t>(limit)); rows.next();)
        found.push_back(to_feedback(rows));
    return found;
}

std::vector<model::ScoreCount> SqliteReader::scores()
{
    std::vector<model::ScoreCount> found;
    for (auto rows = scores_(); rows.next();)
        found.push_back(to_score(rows));
    return found;
}

std::vector<model::Token> SqliteReader::tokens()
{
    std::vector<model::Token> tokens;
    for (auto rows = tokens_(); rows.next();) {
        auto const role = model::find_role(rows.view(1));
        if (!role) throw std::logic_error("store: a role this version does not know");
        tokens.push_back({rows.text(0), *role, rows.text(2), to_time(rows.number(3))});
    }
    return tokens;
}

}  // namespace store::sqlite
