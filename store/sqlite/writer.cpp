#include "store/sqlite/writer.hpp"

#include "store/sqlite/rows.hpp"

#include <algorithm>

namespace store::sqlite {
namespace {

constexpr std::int64_t most_pages = 4'294'967'294;  // SQLite's own limit
constexpr std::int64_t spare_pages = 8;             // what a small change may need

void limit_pages(Connection& connection, std::int64_t max_bytes)
{
    auto const wanted = max_bytes / connection.number("PRAGMA page_size");
    auto const pages = max_bytes > 0 ? std::clamp<std::int64_t>(wanted, 1, most_pages) : most_pages;
    connection.run(("PRAGMA max_page_count = " + std::to_string(pages)).c_str());
}

Connection open_for_writing(std::string const& file, Options const& options)
{
    Connection connection{file, Connection::Use::write};
    connection.make_durable();
    limit_pages(connection, options.max_bytes);
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
      remove_token_{connection_, "DELETE FROM token WHERE name = ?1"},
      put_feedback_{connection_,
                    "INSERT OR REPLACE INTO feedback (at, actor, decision, message, app, provider,"
                    " channel, was, category, kind, subject, text) VALUES"
                    " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"},
      put_score_{connection_, "INSERT OR REPLACE INTO score VALUES (?1, ?2, ?3, ?4)"}
{
}

Committed SqliteWriter::commit(Batch const& batch)
{
    Transaction transaction{connection_};
    ledger_.ink.begin();
    Committed committed;
    Touched touched;
    committed.changes.reserve(batch.changes.size());
    for (auto const& change : batch.changes) {
        committed.changes.push_back(apply(ledger_, change, touched));
    }
    for (auto const& entry : batch.journal)
        journal_.write(entry);
    if (batch.changes.empty() && batch.journal.empty()) probe();
    for (auto const& hash : touched.erased)
        committed.folded.push_back(fold_.erased(hash));
    for (auto const& address : touched.addresses)
        committed.folded.push_back(fold_.address(address));
    for (auto const& id : touched.customers)
        committed.folded.push_back(fold_.customer(id));
    ledger_.ink.end();
    transaction.commit();
    traces_ = traces_ || touched.traces;
    if (traces_) leave_no_trace();
    return committed;
}

// What was erased stands in the log until it is folded into the file and cut off. A reader in the way is not waited
// for: the next commit, or the next look at the journal's age, tries again.
void SqliteWriter::leave_no_trace()
{
    traces_ = !connection_.cut_log();
}

// Raising a number takes no new page, so a database at its limit would seem to have room.
void SqliteWriter::probe()
{
    auto const used =
        connection_.number("PRAGMA page_count") - connection_.number("PRAGMA freelist_count");
    if (used + spare_pages > connection_.number("PRAGMA max_page_count")) {
        throw Unavailable("store: the database has reached its limit, store.max_bytes");
    }
    probe_.run();
}

void SqliteWriter::limit(std::int64_t max_bytes)
{
    limit_pages(connection_, max_bytes);
}

std::size_t SqliteWriter::trim_journal(Retention const& retention, model::Time now,
                                       std::size_t most)
{
    Transaction transaction{connection_};
    auto const removed = journal_.trim(retention, now, most);
    transaction.commit();
    if (traces_) leave_no_trace();
    return removed;
}

void SqliteWriter::put_token(model::Token const& token)
{
    put_token_.run(token.name, name_of(token.role), token.digest, to_column(token.created));
}

void SqliteWriter::put_feedback(model::Feedback const& feedback)
{
    put_feedback_.run(to_column(feedback.at), feedback.actor, feedback.decision, feedback.message,
                      feedback.app, feedback.provider, name_of(feedback.channel), feedback.was,
                      feedback.category, name_of(feedback.kind), feedback.subject, feedback.text);
}

void SqliteWriter::put_scores(std::vector<model::ScoreCount> const& counts)
{
    Transaction transaction{connection_};
    for (auto const& [app, kind, bucket, count] : counts)
        put_score_.run(app, name_of(kind), bucket, count);
    transaction.commit();
}

bool SqliteWriter::remove_token(std::string const& name)
{
    remove_token_.run(name);
    return sqlite3_changes64(connection_.get()) > 0;
}

}  // namespace store::sqlite
