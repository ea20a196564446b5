// store/sqlite/loaded.hpp: rows in memory as a table that SQL reads, so that one statement puts them all. A statement a
// row would open its cursors anew each time and go down every tree from its root.
// Source: https://sqlite.org/vtab.html, 1.1.1 (eponymous virtual tables).
#pragma once

#include "store/model/ledger.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/ink.hpp"

#include <span>
#include <string>
#include <string_view>

namespace store::sqlite {

/// What a row says, as the tables spell it.
struct Said {
    std::string_view action;  ///< "suppression" or "preference"
    std::string_view channel;
    std::string what;   ///< the suppression, or what the preference covers
    std::string more;   ///< the suppression's sender, or the preference's state
    std::string after;  ///< both as the ledger has them
};

/// A row on a bare address.
struct Row {
    std::string const* address;
    Said const* said;  ///< null: it needs judgement
    model::Attribution const* by;
    std::size_t place;  ///< among the changes
};
/// One that is put, and its link of the ledger's chain.
struct LoadedRow : Row {
    LedgerInk::Link link;
};

/// The table `loaded` (sequence, at, action, source, actor, evidence, address, after, salt, digest, hash, channel, what,
/// more) of this connection, while it lives. Its rowid is the index in `rows`.
class Loaded {
public:
    explicit Loaded(Connection& connection);
    ~Loaded();
    Loaded(Loaded const&) = delete;
    Loaded& operator=(Loaded const&) = delete;

    void show(std::span<LoadedRow const> rows) { rows_ = rows; }

private:
    Connection& connection_;
    std::span<LoadedRow const> rows_;
};

}  // namespace store::sqlite
