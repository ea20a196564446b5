#include "store/sqlite/loaded.hpp"

#include "store/sqlite/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <new>

namespace store::sqlite {
namespace {

using Shown = std::span<LoadedRow const>;

/// SQLite's own part of each comes first.
struct Table : sqlite3_vtab {
    Shown const* rows;
};
struct Cursor : sqlite3_vtab_cursor {
    std::size_t at;
};

Shown const& rows_of(sqlite3_vtab_cursor const* cursor)
{
    return *static_cast<Table const*>(cursor->pVtab)->rows;
}
std::size_t& at(sqlite3_vtab_cursor* cursor)
{
    return static_cast<Cursor*>(cursor)->at;
}

int connect(sqlite3* handle, void* rows, int, char const* const*, sqlite3_vtab** made, char**)
{
    auto* table = new (std::nothrow) Table{{}, static_cast<Shown const*>(rows)};
    if (!table) return SQLITE_NOMEM;
    *made = table;
    return sqlite3_declare_vtab(
        handle,
        "CREATE TABLE loaded (sequence, at, action, source, actor, "
        "evidence, address, after, salt, digest, hash, channel, what, more)");
}

int disconnect(sqlite3_vtab* table)
{
    delete static_cast<Table*>(table);
    return SQLITE_OK;
}

// There is one way to read it: from its first row to its last.
int choose_way(sqlite3_vtab*, sqlite3_index_info*)
{
    return SQLITE_OK;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** made)
{
    *made = new (std::nothrow) Cursor{};
    return *made ? SQLITE_OK : SQLITE_NOMEM;
}

int close(sqlite3_vtab_cursor* cursor)
{
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

int begin(sqlite3_vtab_cursor* cursor, int, char const*, int, sqlite3_value**)
{
    at(cursor) = 0;
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor)
{
    ++at(cursor);
    return SQLITE_OK;
}

int ended(sqlite3_vtab_cursor* cursor)
{
    return at(cursor) < rows_of(cursor).size() ? 0 : 1;
}

int tell_rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* rowid)
{
    *rowid = static_cast<sqlite3_int64>(at(cursor));
    return SQLITE_OK;
}

// Nothing is copied: the rows outlive the statement.
void tell(sqlite3_context* result, std::string_view text)
{
    sqlite3_result_text64(result, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                          SQLITE_UTF8);
}
void tell(sqlite3_context* result, std::span<std::uint8_t const> bytes)
{
    sqlite3_result_blob64(result, bytes.data(), bytes.size(), SQLITE_STATIC);
}

int tell_column(sqlite3_vtab_cursor* cursor, sqlite3_context* result, int column)
{
    auto const& row = rows_of(cursor)[at(cursor)];
    switch (column) {
        case 0: sqlite3_result_int64(result, row.link.sequence); break;
        case 1: sqlite3_result_int64(result, to_column(row.by->at)); break;
        case 2: tell(result, row.said->action); break;
        case 3: tell(result, row.by->source); break;
        case 4: tell(result, row.by->actor); break;
        case 5: tell(result, row.by->evidence); break;
        case 6: tell(result, row.address); break;
        case 7: tell(result, row.said->after); break;
        case 8: tell(result, row.seal.salt); break;
        case 9: tell(result, row.seal.digest); break;
        case 10: tell(result, row.link.hash); break;
        case 11: tell(result, row.said->channel); break;
        case 12: tell(result, row.said->what); break;
        default: tell(result, row.said->more); break;
    }
    return SQLITE_OK;
}

constexpr sqlite3_module module_of_rows()
{
    sqlite3_module module{};
    module.xConnect = connect;  // and no xCreate: the table is there by its module's name
    module.xBestIndex = choose_way;
    module.xDisconnect = disconnect;
    module.xOpen = open;
    module.xClose = close;
    module.xFilter = begin;
    module.xNext = next;
    module.xEof = ended;
    module.xColumn = tell_column;
    module.xRowid = tell_rowid;
    return module;
}
constexpr sqlite3_module reads_rows = module_of_rows();

}  // namespace

Loaded::Loaded(Connection& connection) : connection_{connection}
{
    check(connection.get(), sqlite3_create_module(connection.get(), "loaded", &reads_rows, &rows_));
}

Loaded::~Loaded()
{
    sqlite3_create_module(connection_.get(), "loaded", nullptr, nullptr);
}

}  // namespace store::sqlite
