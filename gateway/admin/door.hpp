// gateway/admin/door.hpp: from a request to an answer: route, token, role, handler; and what a
// failure is answered.
#pragma once

#include "gateway/admin/call.hpp"
#include "gateway/admin/parts.hpp"

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

namespace gateway::admin {

/// A request as it was read.
struct Request {
    std::string method;
    std::string target;
    std::string authorization;
    std::string content_type;
    std::string accept;
    std::string body;
    BodyPieces pieces;
    boost::asio::ip::address peer;
    std::shared_ptr<Settings const> settings;
};

/// One of the three places that catch: what a handler throws becomes 503 (the store can't be read)
/// or 500.
boost::asio::awaitable<Answer> answer(Request request, Desk& desk);

}  // namespace gateway::admin
