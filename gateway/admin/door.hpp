// gateway/admin/door.hpp: from a request to an answer: route, token, role, handler; and what a
// failure is answered. Who may not come in is told so from the head alone, before anything is taken of a body.
#pragma once

#include "gateway/admin/call.hpp"
#include "gateway/admin/parts.hpp"
#include "gateway/admin/routes.hpp"

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

namespace gateway::admin {

/// A request's head as it was read.
struct Request {
    std::string method;
    std::string target;
    std::string authorization;
    std::string content_type;
    std::string accept;
    boost::asio::ip::address peer;
    std::shared_ptr<Settings const> settings;
};

/// A call that may be made; its body is still to come.
struct Admitted {
    Route const* route;
    Call call;
};

/// 404, 405; 401, 429 for who has no right token, 403 for a role that is too low.
boost::asio::awaitable<Or<Admitted>> admit(Request request, Desk& desk);

/// One of the three places that catch: what a handler throws becomes 503 (the store can't be read)
/// or 500. `admitted` is there until then.
boost::asio::awaitable<Answer> answer(Admitted const& admitted, Desk& desk);

}  // namespace gateway::admin
