// store/index/snapshot.hpp: the index in a file, so that a start need not fold everything.
//
//   header     "optgidx\n", version, schema of the database, the ledger's head when the writing began
//   phones     (number, profile)*           12 bytes each        } as they stood while they were written: each entry's
//   hashed     (hash, hash, profile)*       20 bytes each        } state at that head, or a later one
//   profiles   (profile, its facts)*        those that an entry names
//   trailer    how many of each, and where the profiles begin
//
// Little endian, sealed with the store's secret (sealed_file.hpp). Whoever reads it folds every subject again that the
// ledger names after that head; then it does not matter which state of them it held. An erased person's hash is not in
// it: those are few and come from the database.
#pragma once

#include "store/index/index.hpp"
#include "store/index/sealed_file.hpp"
#include "store/ledger/chain.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace store {

/// Writes the index while others read it and one writes to it. False: its tables were replaced meanwhile, or it is no
/// longer `wanted`; what was put is worth nothing then.
bool write_snapshot(Index const& index, Head const& head, std::uint32_t schema, SealedWriter& out,
                    std::function<bool()> const& wanted);

/// What to catch up from; none: a file of another version or schema.
std::optional<Head> head_of(SealedFile const& file, std::uint32_t schema);

/// Fills an empty index from a file that has a head.
void read_snapshot(SealedFile const& file, Index& index);

}  // namespace store
