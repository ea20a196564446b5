// store/sqlite/catch_up.hpp: whose profiles may differ from what they were when the ledger ended at an earlier head.
//
// A profile changes only with an entry (the state's rows name theirs): on its address, or on a customer who owned the
// address before or after. An owner who lost it has an entry with that address; so the addresses named, and those that
// the customers named have now, are all there are. An erasure empties entries, so that nobody can say whom: then there
// is no catching up.
#pragma once

#include "store/sqlite/fold.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace store::sqlite {

/// The entry's link of the chain; of sequence 0 an empty one; none: there is no such entry.
std::optional<Head> find_link(Connection& connection, std::int64_t sequence);

/// Calls `sink` with the present profile of each, and with everybody who was erased before. False, and nobody was named: that head is not part of this ledger,
/// more than `most` entries follow it, or somebody was erased.
bool catch_up(Connection& connection, Fold& fold, Head const& since, std::size_t most,
              std::function<void(Folded&&)> const& sink);

}  // namespace store::sqlite
