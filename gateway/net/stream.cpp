#include "gateway/net/stream.hpp"

#include "gateway/net/acked.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

namespace gateway {

namespace {

/// Whether bytes wait inside TLS: read from the socket, not asked for by anybody.
bool holds_more(SSL* tls)
{
    return ::SSL_has_pending(tls) != 0 || BIO_pending(::SSL_get_rbio(tls)) > 0;
}

}  // namespace

void Stream::configure()
{
    Error ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    socket_.non_blocking(true, ignored);
}

void Stream::use_tls(asio::ssl::context& context)
{
    tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, context);
}

void Stream::verify_host(std::string const& host)
{
    tls_->set_verify_mode(asio::ssl::verify_peer);
    tls_->set_verify_callback(asio::ssl::host_name_verification{host});
}

Task<> Stream::handshake(asio::ssl::stream_base::handshake_type side, Error& ec)
{
    co_await tls_->async_handshake(side, into(ec));
}

Task<std::size_t> Stream::read_some(asio::mutable_buffer buffer, Error& ec)
{
    if (!tls_) co_return co_await socket_.async_read_some(buffer, into(ec));
    auto const read = co_await tls_->async_read_some(buffer, into(ec));
    // A peer that closes without close_notify: our framing tells truncation apart, so treat it as an end.
    if (ec == asio::ssl::error::stream_truncated) ec = asio::error::eof;
    co_return read;
}

std::size_t Stream::write_now(asio::const_buffer buffer, Error& ec)
{
    if (tls_) return 0;
    auto const written = socket_.write_some(buffer, ec);
    sent_ += written;
    if (ec == asio::error::would_block) ec = {};
    return written;
}

Task<> Stream::write_all(asio::const_buffer buffer, Error& ec)
{
    if (tls_) {
        co_await asio::async_write(*tls_, buffer, into(ec));
        co_return;
    }
    buffer += write_now(buffer, ec);
    if (ec || buffer.size() == 0) co_return;
    sent_ += co_await asio::async_write(socket_, buffer, into(ec));
}

bool Stream::is_stale()
{
    if (tls_ && holds_more(tls_->native_handle())) return true;
    char byte;
    auto const seen = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return seen >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

bool Stream::peer_closed_before(std::uint64_t sent)
{
    if (tls_) return false;  // records hide how much of the request was taken
    auto const acked = bytes_acked(socket_.native_handle());
    return acked && *acked <= sent + 1;
}

void Stream::close()
{
    Error ignored;
    socket_.close(ignored);
}

void Stream::shutdown_send()
{
    Error ignored;
    if (tls_) ::SSL_shutdown(tls_->native_handle());
    socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace gateway
