#include "gateway/admin/line.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <tuple>
#include <utility>

namespace gateway::admin {
namespace {

namespace asio = boost::asio;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t dropped_at_once = 8 * 1024;
constexpr std::size_t most_dropped = 2 * 1024 * 1024;
constexpr std::chrono::seconds linger{2};

}  // namespace

Line::Line(asio::ip::tcp::socket socket, asio::ssl::context* tls) : tcp_{std::move(socket)}
{
    if (tls != nullptr) tls_.emplace(tcp_, *tls);
}

asio::awaitable<Line::Error> Line::handshake()
{
    Error error;
    if (tls_) {
        std::tie(error) =
            co_await tls_->async_handshake(asio::ssl::stream_base::server, with_error);
    }
    co_return error;
}

asio::awaitable<Line::Error> Line::read(std::size_t most)
{
    auto const room = arrived.prepare(most);
    Error error;
    std::size_t bytes = 0;
    if (tls_) {
        std::tie(error, bytes) = co_await tls_->async_read_some(room, with_error);
    } else {
        std::tie(error, bytes) = co_await tcp_.async_read_some(room, with_error);
    }
    arrived.commit(bytes);
    co_return error;
}

asio::awaitable<Line::Error> Line::write(std::string_view bytes)
{
    auto const all = asio::buffer(bytes.data(), bytes.size());
    Error error;
    std::size_t written = 0;
    if (tls_) {
        std::tie(error, written) = co_await asio::async_write(*tls_, all, with_error);
    } else {
        std::tie(error, written) = co_await asio::async_write(tcp_, all, with_error);
    }
    co_return error;
}

asio::awaitable<void> Line::part()
{
    within(linger);
    if (tls_) {
        auto const [refused] = co_await tls_->async_shutdown(with_error);
        if (refused) co_return;
    }
    Error ignored;
    socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    boost::beast::flat_buffer dropped;
    for (std::size_t total = 0; total < most_dropped;) {
        auto const [error, bytes] =
            co_await tcp_.async_read_some(dropped.prepare(dropped_at_once), with_error);
        if (error) break;
        total += bytes;
    }
}

}  // namespace gateway::admin
