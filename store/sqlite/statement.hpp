// store/sqlite/statement.hpp: a prepared statement, kept with its connection and used many times.
//
//     Statement label{connection,
//                     "SELECT label FROM contact WHERE customer = ?1 AND address = ?2"};
//     for (auto rows = label(id, address); rows.next();) use(rows.text(0));
#pragma once

#include "store/sqlite/connection.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace store::sqlite {

/// What one use of a statement yields; ends that use when it goes, so that no old snapshot stays
/// open.
class Rows {
public:
    explicit Rows(sqlite3_stmt* statement) : statement_{statement} {}
    ~Rows()
    {
        if (statement_) sqlite3_reset(statement_);
    }
    Rows(Rows&& other) noexcept : statement_{std::exchange(other.statement_, nullptr)} {}
    Rows& operator=(Rows&&) = delete;

    bool next();  ///< false: no more rows

    std::string text(int column) const { return std::string{view(column)}; }
    std::string_view view(int column) const;  ///< valid until `next`
    std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
    std::span<std::uint8_t const> bytes(int column) const;

private:
    sqlite3_stmt* statement_;
};

class Statement {
public:
    Statement(Connection& connection, std::string_view sql);

    /// Binds ?1, ?2, ... and starts.
    template <class... Values>
    [[nodiscard]] Rows operator()(Values const&... values)
    {
        int at = 0;
        (bind(++at, values), ...);
        return Rows{statement_.get()};
    }

    /// Binds and runs to the end. Nothing is copied: the values are there until then.
    template <class... Values>
    void run(Values const&... values)
    {
        int at = 0;
        (lend(++at, values), ...);
        Rows rows{statement_.get()};
        while (rows.next()) {
        }
    }

    /// Rows that the last `run` inserted, changed or removed; no other statement may have run since.
    std::int64_t changes() const { return sqlite3_changes64(sqlite3_db_handle(statement_.get())); }

    void bind(int at, std::int64_t value);
    void bind(int at, std::string_view value);
    void bind(int at, std::span<std::uint8_t const> value);

private:
    void lend(int at, std::int64_t value) { bind(at, value); }
    void lend(int at, std::string_view value);
    void lend(int at, std::span<std::uint8_t const> value);

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace store::sqlite
