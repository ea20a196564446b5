// store/sqlite/connection.hpp: one SQLite connection (https://sqlite.org/c3ref/intro.html), and
// what its errors mean.
//
//   FULL, IOERR, BUSY, LOCKED, READONLY, CANTOPEN, NOMEM, PERM   Unavailable: it may come back
//   NOTADB, CORRUPT                                              Unusable
//   IOERR_FSYNC, IOERR_DIR_FSYNC                                 the process stops (see below)
//   anything else                                                std::logic_error: a bug of ours
//
// After a failed fsync the kernel may have dropped the pages, and a second one would lie.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

namespace store::sqlite {

class Connection {
public:
    enum class Use : std::uint8_t { write, read };

    Connection(std::string const& file, Use use);

    sqlite3* get() const { return handle_.get(); }
    void run(char const* sql);
    std::int64_t number(char const* sql);  ///< the first column of the first row

    /// WAL, and a wait for locks. Changes the file, so only once it is known to be ours.
    void make_durable();
    /// Folds the log into the file and cuts it off; false: a reader still needs it. Outside a transaction.
    bool cut_log();
    /// Runs what may be left undone; false: it was, for whoever is in the way is not waited for.
    bool try_now(char const* sql);
    bool in_transaction() const { return sqlite3_get_autocommit(get()) == 0; }

private:
    bool undelayed(auto const& call);

    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
    Use use_;
};

/// Passes SQLITE_OK, SQLITE_ROW and SQLITE_DONE; throws or stops on the rest, as above.
void check(sqlite3* handle, int result);

/// All or nothing: without `commit` the destructor takes everything back.
class Transaction {
public:
    explicit Transaction(Connection& connection) : connection_{connection}
    {
        connection_.run("BEGIN IMMEDIATE");
    }
    ~Transaction();
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;
    void commit() { connection_.run("COMMIT"); }

private:
    Connection& connection_;
};

/// One consistent state for several reads.
class Snapshot {
public:
    explicit Snapshot(Connection& connection) : connection_{connection}
    {
        connection_.run("BEGIN");
    }
    ~Snapshot();
    Snapshot(Snapshot const&) = delete;
    Snapshot& operator=(Snapshot const&) = delete;

private:
    Connection& connection_;
};

}  // namespace store::sqlite
