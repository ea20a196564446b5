#include "store/sqlite/writer.hpp"

#include "store/sqlite/rows.hpp"

#include <algorithm>

namespace store::sqlite {
namespace {

Connection open_for_writing(std::string const& file, Options const& options)
{
    Connection connection{file, Connection::Use::write};
    connection.make_durable();
    if (options.max_bytes > 0) {
        auto const pages =
            std::max<std::int64_t>(options.max_bytes / connection.number("PRAGMA page_size"), 1);
        connection.run(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
    }
    return connection;
}

}  // namespace

SqliteWriter::SqliteWriter(std::string const& file, Options const& options)
    : connection_{open_for_writing(file, options)},
      ledger_{connection_},
      fold_{connection_},
      journal_{connection_},
      probe_{connection_, "UPDATE store SET probes = probes + 1"},
      put_token_{connection_, "INSERT OR REPLACE INTO token VALUES (?1, ?2, ?3, ?4)"},
      remove_token_{connection_, "DELETE FROM token WHERE name = ?1"}
{
}

Committed SqliteWriter::commit(Batch const& batch)
{
    Transaction transaction{connection_};
    Committed committed;
    Touched touched;
    committed.changes.reserve(batch.changes.size());
    for (auto const& change : batch.changes) {
        committed.changes.push_back(apply(ledger_, change, touched));
    }
    for (auto const& entry : batch.journal)
        journal_.write(entry);
    if (batch.changes.empty() && batch.journal.empty()) probe_.run();
    for (auto const& address : touched.addresses)
        committed.folded.push_back(fold_.address(address));
    for (auto const& id : touched.customers)
        committed.folded.push_back(fold_.customer(id));
    transaction.commit();
    return committed;
}

std::size_t SqliteWriter::trim_journal(Retention const& retention, model::Time now,
                                       std::size_t most)
{
    Transaction transaction{connection_};
    auto const removed = journal_.trim(retention, now, most);
    transaction.commit();
    return removed;
}

void SqliteWriter::put_token(model::Token const& token)
{
    put_token_.run(token.name, name_of(token.role), token.digest, to_column(token.created));
}

bool SqliteWriter::remove_token(std::string const& name)
{
    remove_token_.run(name);
    return sqlite3_changes64(connection_.get()) > 0;
}

}  // namespace store::sqlite
