#include "store/sqlite/statement.hpp"

namespace store::sqlite {

bool Rows::next()
{
    auto const result = sqlite3_step(statement_);
    check(sqlite3_db_handle(statement_), result);
    return result == SQLITE_ROW;
}

std::string_view Rows::view(int column) const
{
    auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
    return {text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::span<std::uint8_t const> Rows::bytes(int column) const
{
    auto const* data = static_cast<std::uint8_t const*>(sqlite3_column_blob(statement_, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Statement::Statement(Connection& connection, std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    check(connection.get(),
          sqlite3_prepare_v3(connection.get(), sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    statement_.reset(statement);
}

void Statement::bind(int at, std::int64_t value)
{
    check(sqlite3_db_handle(statement_.get()), sqlite3_bind_int64(statement_.get(), at, value));
}

namespace {

using Keep = sqlite3_destructor_type;

void bind_text(sqlite3_stmt* statement, int at, std::string_view value, Keep keep)
{
    // An empty view may hold a null pointer, which SQLite would take for NULL.
    auto const* text = value.empty() ? "" : value.data();
    check(sqlite3_db_handle(statement),
          sqlite3_bind_text64(statement, at, text, value.size(), keep, SQLITE_UTF8));
}

void bind_blob(sqlite3_stmt* statement, int at, std::span<std::uint8_t const> value, Keep keep)
{
    check(sqlite3_db_handle(statement),
          sqlite3_bind_blob64(statement, at, value.data(), value.size(), keep));
}

}  // namespace

void Statement::bind(int at, std::string_view value)
{
    bind_text(statement_.get(), at, value, SQLITE_TRANSIENT);
}

void Statement::bind(int at, std::span<std::uint8_t const> value)
{
    bind_blob(statement_.get(), at, value, SQLITE_TRANSIENT);
}

void Statement::lend(int at, std::string_view value)
{
    bind_text(statement_.get(), at, value, SQLITE_STATIC);
}

void Statement::lend(int at, std::span<std::uint8_t const> value)
{
    bind_blob(statement_.get(), at, value, SQLITE_STATIC);
}

}  // namespace store::sqlite
