// gateway/sandbox/server.hpp: HTTP/1.1 on a loopback port: one thread, one coroutine a connection,
// plain Beast.
#pragma once

#include "gateway/sandbox/mailbox.hpp"
#include "gateway/sandbox/route.hpp"
#include "gateway/sandbox/sandbox.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <set>

namespace gateway::sandbox {

/// Lives on the thread that runs `context`.
class Server {
public:
    Server(boost::asio::io_context& context, SandboxLimits const& limits, Mailbox& mailbox);

    std::uint16_t port() const { return port_; }
    /// Accepts until `close`; then ends by itself when the last connection does.
    boost::asio::awaitable<void> run();
    void guard(Guard guard) { providers_.guard(std::move(guard)); }
    /// No more connections; waiting ones end now, busy ones after their answer.
    void close();
    /// Ends the busy ones too.
    void abort();

private:
    /// One caller: its socket, the bytes read and not yet used, and whether a call is under way.
    struct Connection {
        boost::beast::tcp_stream stream;
        boost::beast::flat_buffer buffer{};
        bool busy = false;
    };

    boost::asio::awaitable<void> serve(boost::beast::tcp_stream stream);
    /// Reads one call and answers it; whether another may follow.
    boost::asio::awaitable<bool> serve_one(Connection& connection);
    boost::asio::awaitable<void> read_body(
        Connection& connection,
        boost::beast::http::request_parser<boost::beast::http::string_body>& parser,
        boost::system::error_code& failed);
    Reply answer(Call call);
    boost::asio::awaitable<bool> write(Connection& connection, Reply reply,
                                       boost::beast::http::request_header<> const& head,
                                       bool keep_alive);

    SandboxLimits const& limits_;
    Mailbox& mailbox_;
    Providers providers_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_;
    std::set<Connection*> connections_;
    bool closing_ = false;
};

}  // namespace gateway::sandbox
