#include "store/sqlite/reader.hpp"

#include "store/sqlite/journal.hpp"
#include "store/sqlite/parts.hpp"
#include "store/sqlite/rows.hpp"

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

}  // namespace

SqliteReader::SqliteReader(std::string const& file)
    : connection_{open_for_reading(file)},
      fold_{connection_},
      erased_{connection_},
      customer_{connection_, "SELECT kind, name, carbon_copy_of FROM customer WHERE id = ?1"},
      contacts_{connection_,
                "SELECT address, label FROM contact WHERE customer = ?1 ORDER BY position"},
      owners_{connection_, "SELECT customer FROM contact WHERE address = ?1 ORDER BY customer"},
      history_of_customer_{
          connection_,
          "SELECT * FROM ledger WHERE sequence > ?2 AND ((customer = ?1 AND customer <> '')"
          " OR (customer = '' AND address <> '' AND address IN"
          " (SELECT address FROM contact WHERE customer = ?1)))"
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
      tokens_{connection_, "SELECT name, role, digest, created FROM token ORDER BY name"}
{
}

void SqliteReader::each_profile(std::function<void(Folded const&)> const& sink)
{
    Snapshot const snapshot{connection_};
    fold_.each(sink);
}

void SqliteReader::each_part(std::function<void(Folded const&)> const& sink)
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
    record.preferences = fold_.customer(id).profile.owners;
    return record;
}

std::vector<std::string> SqliteReader::owners(model::Address const& address)
{
    std::vector<std::string> owners;
    for (auto rows = owners_(address.text()); rows.next();)
        owners.push_back(rows.text(0));
    return owners;
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
