// store/sqlite/loaded.hpp: rows in memory as a table that SQL reads, so that one statement puts them all. A statement a
// row would open its cursors anew each time and go down every tree from its root.
// Source: https://sqlite.org/vtab.html, 1.1.1 (eponymous virtual tables).
#pragma once

#include "store/model/ledger.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/ink.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace store::sqlite {

/// What a row says, as the tables spell it.
struct Said {
    std::string_view action;  ///< "suppression" or "preference"
    std::string_view channel;
    std::string what;   ///< the suppression, or what the preference covers
    std::string more;   ///< the suppression's sender, or the preference's state
    std::string after;  ///< both as the ledger has them
    std::variant<model::HardStop, model::Preference> value;
};
inline bool is_suppression(Said const& said)
{
    return std::holds_alternative<model::HardStop>(said.value);
}

/// A `model::Attribution` whose texts somebody else holds.
struct By {
    std::string_view actor, source, evidence;
    model::Time at{};
    bool imported = false;

    bool operator==(By const&) const = default;
};

/// A row on a bare address, with the line of the ledger that tells of it.
struct LoadedRow {
    Said const* said;
    std::size_t place;  ///< among the changes
    By const* by;
    std::string_view address;
    Seal seal;
    Link link{};
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
