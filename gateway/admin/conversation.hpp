// gateway/admin/conversation.hpp: HTTP/1.1 with one caller: requests in, answers out, until one of
// both has enough.
#pragma once

#include "gateway/admin/door.hpp"

#include <boost/beast/ssl/ssl_stream.hpp>
#include <memory>

namespace gateway::admin {

using Tcp = boost::beast::tcp_stream;
using Tls = boost::beast::ssl_stream<Tcp>;

/// What a conversation shares with the server; one thread.
struct House {
    Desk& desk;
    std::shared_ptr<Settings const> settings;
    bool stopping = false;
};

/// Returns when the caller left, stalled past a deadline, or was told that this was the last
/// answer. `busy` tells whether a request is being answered.
template <class Stream>
boost::asio::awaitable<void> converse(Stream& stream, House& house, boost::asio::ip::address peer,
                                      bool& busy);

extern template boost::asio::awaitable<void> converse(Tcp&, House&, boost::asio::ip::address,
                                                      bool&);
extern template boost::asio::awaitable<void> converse(Tls&, House&, boost::asio::ip::address,
                                                      bool&);

}  // namespace gateway::admin
