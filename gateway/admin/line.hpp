// gateway/admin/line.hpp: a caller's connection as bytes, plain or TLS, each wait with a deadline.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace gateway::admin {

class Line {
public:
    using Error = boost::system::error_code;

    /// `tls` outlives it; null: plain.
    Line(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);

    boost::asio::ip::tcp::socket& socket() { return tcp_.socket(); }

    /// What begins from now on must end within `wait`.
    void within(std::chrono::milliseconds wait) { tcp_.expires_after(wait); }
    void without_deadline() { tcp_.expires_never(); }

    /// Nothing to do on a plain one.
    boost::asio::awaitable<Error> handshake();
    /// Some more bytes, at most so many, behind those in `arrived`.
    boost::asio::awaitable<Error> read(std::size_t most);
    /// All of them.
    boost::asio::awaitable<Error> write(std::string_view bytes);
    /// Says goodbye so that the last answer arrives: what the caller still sends is read and dropped for a while.
    boost::asio::awaitable<void> part();

    boost::beast::flat_buffer arrived;  ///< and not used yet

private:
    boost::beast::tcp_stream tcp_;
    std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
};

}  // namespace gateway::admin
