#include "store/sqlite/catch_up.hpp"

#include "store/sqlite/erased.hpp"
#include "store/sqlite/ink.hpp"

namespace store::sqlite {

std::optional<Head> find_link(Connection& connection, std::int64_t sequence)
{
    if (sequence == 0) return Head{};
    Statement select{connection, "SELECT sequence, hash FROM ledger WHERE sequence = ?1"};
    auto rows = select(sequence);
    if (!rows.next()) return std::nullopt;
    return to_head(rows);
}

bool catch_up(Connection& connection, Fold& fold, Head const& since, std::size_t most,
              std::function<void(Folded&&)> const& sink)
{
    if (find_link(connection, since.sequence) != since) return false;
    Statement newest{connection, "SELECT coalesce(max(sequence), 0) FROM ledger"};
    if (auto rows = newest();
        rows.next() && rows.number(0) - since.sequence > static_cast<std::int64_t>(most)) {
        return false;
    }
    // Nobody acts without a name: an entry without an actor was emptied.
    Statement erasures{
        connection,
        "SELECT 1 FROM ledger WHERE sequence > ?1 AND (action = 'erasure' OR actor = '')"
        " LIMIT 1"};
    if (erasures(since.sequence).next()) return false;

    ErasedPeople{connection}.each([&](KeyedHash::Words const& hash) { sink({Erased{hash}, {}}); });
    Statement addresses{connection,
                        "SELECT address FROM ledger WHERE sequence > ?1 AND address <> '' UNION"
                        " SELECT address FROM contact WHERE customer IN"
                        " (SELECT customer FROM ledger WHERE sequence > ?1 AND customer <> '')"};
    for (auto rows = addresses(since.sequence); rows.next();)
        sink(fold.address(rows.text(0)));
    Statement customers{
        connection, "SELECT DISTINCT customer FROM ledger WHERE sequence > ?1 AND customer <> ''"};
    for (auto rows = customers(since.sequence); rows.next();)
        sink(fold.customer(rows.text(0)));
    return true;
}

}  // namespace store::sqlite
