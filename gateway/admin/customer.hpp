// gateway/admin/customer.hpp: what the calls on a customer share.
#pragma once

#include "gateway/admin/parts.hpp"
#include "gateway/admin/resources.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gateway::admin {

inline constexpr std::size_t longest_id = 128;

/// The id in the path; or 422.
Or<std::string> id_of(Call const& call);

boost::asio::awaitable<std::optional<model::CustomerRecord>> find_customer(Desk& desk,
                                                                           std::string id);

/// 404; it names the customer that this one was merged into.
Answering no_such_customer(Desk& desk, std::string id, Caller const& caller);

/// The customer as it is now, with the ledger entries that made it so.
Answering changed_customer(Desk& desk, std::string id, Caller const& caller,
                           std::vector<std::int64_t> written, unsigned status);

}  // namespace gateway::admin
