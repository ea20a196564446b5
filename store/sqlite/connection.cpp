#include "store/sqlite/connection.hpp"

#include "store/store.hpp"

#include <cstdio>
#include <cstdlib>

namespace store::sqlite {
namespace {

constexpr int busy_wait_ms = 5'000;
constexpr int checkpoint_pages = 4'000;  // 16 MB of log before it is folded into the file
constexpr std::int64_t synchronous_full = 2;
constexpr int exit_io_error = 74;  // EX_IOERR of sysexits.h

void stop_on_failed_sync(int result)
{
    if (result != SQLITE_IOERR_FSYNC && result != SQLITE_IOERR_DIR_FSYNC) return;
    std::fputs(
        "optgate: the disk refused to sync the store; stopping, since a retry could hide a loss\n",
        stderr);
    std::_Exit(exit_io_error);
}

// SQLite's own automatic checkpoint forgets the result, and with it a failed fsync.
int checkpoint(void*, sqlite3* handle, char const* schema, int pages)
{
    if (pages < checkpoint_pages) return SQLITE_OK;
    stop_on_failed_sync(
        sqlite3_wal_checkpoint_v2(handle, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr));
    return SQLITE_OK;
}

bool may_come_back(int result)
{
    switch (result & 0xff) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PROTOCOL:
        case SQLITE_NOMEM:
        case SQLITE_PERM: return true;
        default: return false;
    }
}

}  // namespace

void check(sqlite3* handle, int result)
{
    if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE) return;
    stop_on_failed_sync(result);
    auto const what = std::string{"store: "} + sqlite3_errstr(result & 0xff);
    if (may_come_back(result)) throw Unavailable(what);
    if ((result & 0xff) == SQLITE_NOTADB || (result & 0xff) == SQLITE_CORRUPT) {
        throw Unusable(what + "; restore a backup or give another file in store.url");
    }
    throw std::logic_error(what + ": " + sqlite3_errmsg(handle));
}

Connection::Connection(std::string const& file, Use use) : use_{use}
{
    sqlite3* handle = nullptr;
    auto const opened = sqlite3_open_v2(
        file.c_str(), &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        nullptr);
    handle_.reset(handle);
    check(handle, opened);
    sqlite3_busy_timeout(handle, busy_wait_ms);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    run("PRAGMA trusted_schema = OFF");
    run("PRAGMA synchronous = FULL");
    if (number("PRAGMA synchronous") != synchronous_full) {
        throw Unusable(
            "store: SQLite refuses synchronous=FULL; use a build that keeps acknowledged changes");
    }
}

void Connection::make_durable()
{
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA journal_size_limit = 67108864");
    run("PRAGMA foreign_keys = ON");
    run("PRAGMA cache_size = -65536");
    run("PRAGMA secure_delete = ON");  // what is deleted is overwritten (GDPR, Art. 17)
    if (use_ == Use::read) {
        run("PRAGMA query_only = ON");
    } else {
        sqlite3_wal_hook(get(), checkpoint, nullptr);
    }
}

bool Connection::cut_log()
{
    return undelayed([](sqlite3* handle) {
        return sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                         nullptr);
    });
}

bool Connection::try_now(char const* sql)
{
    return undelayed(
        [&](sqlite3* handle) { return sqlite3_exec(handle, sql, nullptr, nullptr, nullptr); });
}

bool Connection::undelayed(auto const& call)
{
    sqlite3_busy_timeout(get(), 0);
    auto const result = call(get());
    sqlite3_busy_timeout(get(), busy_wait_ms);
    stop_on_failed_sync(result);
    return result == SQLITE_OK;
}

void Connection::run(char const* sql)
{
    check(get(), sqlite3_exec(get(), sql, nullptr, nullptr, nullptr));
}

std::int64_t Connection::number(char const* sql)
{
    sqlite3_stmt* statement = nullptr;
    check(get(), sqlite3_prepare_v2(get(), sql, -1, &statement, nullptr));
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> const held{statement, sqlite3_finalize};
    check(get(), sqlite3_step(statement));
    return sqlite3_column_int64(statement, 0);
}

Transaction::~Transaction()
{
    if (connection_.in_transaction()) {
        sqlite3_exec(connection_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

Snapshot::~Snapshot()
{
    if (connection_.in_transaction()) {
        sqlite3_exec(connection_.get(), "COMMIT", nullptr, nullptr, nullptr);
    }
}

}  // namespace store::sqlite
