// gateway/net/stream.hpp: a TCP connection, plain or TLS, seen as bytes.
#pragma once

#include "gateway/net/types.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace gateway {

class Stream {
public:
    explicit Stream(Socket socket) : socket_{std::move(socket)} {}

    /// Once connected: no delay for small writes, and writes that don't wait.
    void configure();

    Socket& socket() { return socket_; }
    bool is_tls() const { return tls_ != nullptr; }
    SSL* tls_handle() { return tls_ ? tls_->native_handle() : nullptr; }

    /// Wraps the socket in TLS before the handshake.
    void use_tls(asio::ssl::context& context);
    /// The peer's certificate must be for this name or IP address (RFC 6125); otherwise the handshake fails.
    void verify_host(std::string const& host);
    Task<> handshake(asio::ssl::stream_base::handshake_type side, Error& ec);

    /// At least one byte, or an error (`eof` where the peer closed).
    Task<std::size_t> read_some(asio::mutable_buffer buffer, Error& ec);

    /// Sends all of it. The bytes must stay until it returns. A small message on a plain connection goes out in one
    /// call without an asynchronous operation.
    Task<> write_all(asio::const_buffer buffer, Error& ec);

    /// On a plain connection: what the kernel takes at once, without waiting (rule 8). On TLS: nothing.
    /// An error other than "would block" is left in `ec`.
    std::size_t write_now(asio::const_buffer buffer, Error& ec);

    /// Whether an idle connection can't be used any more: closed by the peer, or bytes that nobody asked for.
    bool is_stale();

    /// Whether the peer closed before any of the last bytes we sent reached it: after `sent` bytes in all before them.
    bool peer_closed_before(std::uint64_t sent);

    /// Bytes handed to the kernel on a plain connection.
    std::uint64_t sent() const { return sent_; }

    /// Ends at once; pending operations fail.
    void close();
    /// Says good-bye in TLS's way without waiting for the answer, and ends sending.
    void shutdown_send();

private:
    Socket socket_;
    std::unique_ptr<asio::ssl::stream<Socket&>> tls_;
    std::uint64_t sent_ = 0;
};

}  // namespace gateway
