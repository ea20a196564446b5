// gateway/recorded.hpp: the store's thread seen from a coroutine.
#pragma once

#include "gateway/net/types.hpp"
#include "store/group_commit.hpp"

#include <vector>

namespace gateway {

/// Waits until the entries are durable. False: the store could not take them.
Task<bool> recorded(store::GroupCommit& commits, std::vector<model::JournalEntry> entries);

}  // namespace gateway
