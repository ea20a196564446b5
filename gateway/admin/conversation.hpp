// gateway/admin/conversation.hpp: HTTP/1.1 with one caller: requests in, answers out, until one of
// both has enough.
#pragma once

#include "gateway/admin/door.hpp"
#include "gateway/admin/line.hpp"

#include <memory>

namespace gateway::admin {

/// What a conversation shares with the server; one thread.
struct House {
    Desk& desk;
    std::shared_ptr<Settings const> settings;
    bool stopping = false;
};

/// Returns when the caller left, stalled past a deadline, or was told that this was the last
/// answer. `busy` tells whether a request is being answered.
boost::asio::awaitable<void> converse(Line& line, House& house, boost::asio::ip::address peer,
                                      bool& busy);

}  // namespace gateway::admin
