// gateway/net/stream.hpp: a TCP connection, plain or TLS, seen as bytes.
#pragma once

#include "gateway/net/receive.hpp"
#include "gateway/net/tls.hpp"
#include "gateway/net/types.hpp"

#include <boost/asio/ssl/context.hpp>

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
    SSL* tls_handle() { return tls_ ? tls_->handle() : nullptr; }

    /// Puts TLS around the socket before the handshake.
    void use_tls(asio::ssl::context& context, TlsEngine::Side side);
    /// The peer's certificate must be for this name or IP address (RFC 6125); otherwise the handshake fails.
    void verify_host(std::string const& host) { tls_->verify_host(host); }
    Task<> handshake(Error& ec);

    /// Takes what has come, without waiting. No bytes and no error: nothing, and the socket was read until it had no
    /// more. `eof` also where a peer ends without TLS's good-bye: our framing tells truncation apart.
    Received receive_now(asio::mutable_buffer into);
    /// Whether TLS holds bytes already that `receive_now` may have for us.
    bool holds_more() const { return tls_ && tls_->holds_more(); }

    /// Of a connection that idles: gives back what TLS needs only while bytes come and go.
    void release_buffers()
    {
        if (tls_) tls_->release_buffers();
    }

    /// Sends all of it. The bytes must stay until it returns.
    Task<> write_all(asio::const_buffer buffer, Error& ec);

    /// What can be sent at once, without waiting (rule 8), of a buffer and what follows it. On TLS all of the first is
    /// taken, and what the kernel does not take of its records is owed; the rest must wait. An error other than "would
    /// block" is left in `ec`.
    std::size_t write_now(asio::const_buffer buffer, asio::const_buffer rest, Error& ec);
    std::size_t write_now(asio::const_buffer buffer, Error& ec)
    {
        return write_now(buffer, {}, ec);
    }
    /// Whether bytes that were taken have yet to be sent, with the next `write_all`.
    bool owes() const { return tls_ && !tls_->unsent.empty(); }

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
    Received receive_records(asio::mutable_buffer into);
    /// Sends what TLS has for the peer, as far as the kernel takes it at once.
    void send_records(Error& ec);

    Socket socket_;
    std::unique_ptr<TlsEngine> tls_;
    std::uint64_t sent_ = 0;
};

}  // namespace gateway
