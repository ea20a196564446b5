// gateway/admin/preference.hpp: one preference, set on a customer or an address.
//   {"channel","covers","state","evidence"?,"source"?,"actor"?}
#pragma once

#include "gateway/admin/answer.hpp"
#include "gateway/admin/call.hpp"
#include "gateway/admin/parts.hpp"

namespace gateway::admin {

/// {"ledger":[…],"preference":{…}} once it is durable and visible; or why not.
boost::asio::awaitable<Or<boost::json::object>> set_preference(Call const& call, Desk& desk,
                                                               model::Subject subject);

}  // namespace gateway::admin
