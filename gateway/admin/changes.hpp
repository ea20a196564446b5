// gateway/admin/changes.hpp: asks the writing thread for a change and waits, without blocking,
// until it is durable and visible.
#pragma once

#include "gateway/admin/answer.hpp"
#include "gateway/heavy.hpp"
#include "store/group_commit.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace gateway::admin {

/// The ledger entries that the changes wrote; or 404, 409, 422 for the first that was refused, 503
/// for a store that can't be written.
boost::asio::awaitable<Or<std::vector<std::int64_t>>> change(store::GroupCommit& commit,
                                                             std::vector<model::Change> changes);

/// What became of each change, in one commit; none: the store can't be written, and nothing was kept.
boost::asio::awaitable<std::optional<std::vector<store::Changed>>> change_each(
    store::GroupCommit& commit, std::vector<model::Change> changes);

/// 404, 409 or 422.
unsigned status_of(model::Refused const& refused);
/// 503: nothing was changed.
Answer unavailable();

/// Runs `work` on the writing thread; whether it said yes, or 503.
boost::asio::awaitable<Or<bool>> write(store::GroupCommit& commit,
                                       std::function<bool(store::Writer&)> work);

}  // namespace gateway::admin
