#include "gateway/net/stream.hpp"

#include "gateway/net/acked.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace gateway {
namespace {

/// Records are read into here and decrypted on the spot, by whichever connection of the thread has some.
constexpr std::size_t scratch_bytes = 64 * 1024;
asio::mutable_buffer scratch()
{
    thread_local auto const bytes = std::make_unique<char[]>(scratch_bytes);
    return {bytes.get(), scratch_bytes};
}

/// A long body is encrypted and sent in pieces of this size.
constexpr std::size_t piece_bytes = 128 * 1024;
constexpr std::size_t unsent_kept = 32 * 1024;

std::string_view text_of(asio::const_buffer buffer)
{
    return {static_cast<char const*>(buffer.data()), buffer.size()};
}

}  // namespace

void Stream::configure()
{
    Error ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    socket_.non_blocking(true, ignored);
    tell_what_is_left(socket_.native_handle());
}

void Stream::use_tls(asio::ssl::context& context, TlsEngine::Side side)
{
    tls_ = std::make_unique<TlsEngine>(context.native_handle(), side);
}

Task<> Stream::handshake(Error& ec)
{
    std::array<char, 4096> records;  // of its own: others use the scratch while it waits
    for (;;) {
        auto const over = tls_->shake_hands(ec);
        tls_->keep_rest();
        auto const refused = ec;  // the peer is told why
        if (owes()) co_await asio::async_write(socket_, asio::buffer(tls_->unsent), into(ec));
        tls_->unsent.clear();
        if (refused) ec = refused;
        if (over || ec) co_return;
        auto const got = co_await socket_.async_read_some(asio::buffer(records), into(ec));
        if (ec) co_return;
        tls_->feed({records.data(), got});
    }
}

Received Stream::receive_now(asio::mutable_buffer into)
{
    if (!tls_) return receive(socket_.native_handle(), into);
    auto received = receive_records(into);
    tls_->keep_rest();
    Error gone;
    if (owes()) send_records(gone);  // a new key, an alert
    return received;
}

Received Stream::receive_records(asio::mutable_buffer into)
{
    Received last;
    for (;;) {
        Error ec;
        auto const plain = tls_->holds_more() ? tls_->read(into, ec) : 0;
        if (plain != 0 || ec) return {plain, ec, last.drained};
        last = receive(socket_.native_handle(), scratch());
        if (last.bytes == 0) return last;
        tls_->feed(text_of({scratch().data(), last.bytes}));
    }
}

void Stream::send_records(Error& ec)
{
    auto& unsent = tls_->unsent;
    auto const sent = socket_.write_some(asio::buffer(unsent), ec);
    if (ec == asio::error::would_block) ec = {};
    unsent.erase(0, sent);
    if (unsent.empty() && unsent.capacity() > unsent_kept) unsent.shrink_to_fit();
}

std::size_t Stream::write_now(asio::const_buffer buffer, asio::const_buffer rest, Error& ec)
{
    if (tls_) {
        if (buffer.size() > piece_bytes) return 0;  // it waits for the kernel in between
        tls_->write(text_of(buffer), ec);
        if (!ec) send_records(ec);
        return ec ? 0 : buffer.size();
    }
    auto const written = rest.size() == 0 ? socket_.write_some(buffer, ec)
                                          : socket_.write_some(std::array{buffer, rest}, ec);
    sent_ += written;
    if (ec == asio::error::would_block) ec = {};
    return written;
}

Task<> Stream::write_all(asio::const_buffer buffer, Error& ec)
{
    while (buffer.size() != 0 || owes()) {
        auto const piece = asio::buffer(buffer, tls_ ? piece_bytes : buffer.size());
        buffer += write_now(piece, ec);
        if (ec) co_return;
        if (owes()) {
            co_await asio::async_write(socket_, asio::buffer(tls_->unsent), into(ec));
            tls_->unsent.clear();
        } else if (!tls_ && buffer.size() != 0) {
            sent_ += co_await asio::async_write(socket_, buffer, into(ec));
            co_return;
        }
        if (ec) co_return;
    }
}

bool Stream::is_stale()
{
    return holds_more() || has_come(socket_.native_handle());
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
    if (tls_) {
        tls_->end();
        send_records(ignored);
    }
    socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace gateway
