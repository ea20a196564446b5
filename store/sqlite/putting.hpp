// store/sqlite/putting.hpp: puts many rows where nothing stands, and the lines of the ledger that tell of them.
#pragma once

#include "store/sqlite/loaded.hpp"
#include "store/sqlite/statement.hpp"

#include <cstdint>
#include <span>

namespace store::sqlite {

/// A statement that fails ends the transaction, so none of them needs to be taken back by itself.
class Putting {
public:
    explicit Putting(Connection& connection);

    /// Of rows in the order of their addresses, all of one table, those that were put; their lines are those from
    /// `sequence` on. The others' places are taken.
    std::span<LoadedRow> put(std::span<LoadedRow> rows, std::int64_t sequence);
    void put_lines(std::span<LoadedRow const> rows);

private:
    struct Table {
        Statement find;  ///< rows whose place is taken
        Statement put;   ///< those whose place is free
        Statement take_back;
        bool was_free = true;  ///< every place that the last rows asked for
    };

    bool put_all(std::span<LoadedRow> rows, std::int64_t sequence, Table& table);
    std::span<LoadedRow> without_standing(std::span<LoadedRow> rows, Statement& find);

    Connection& connection_;
    Loaded loaded_;
    Table stops_, preferences_;
    Statement put_lines_;
};

}  // namespace store::sqlite
