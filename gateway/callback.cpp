#include "gateway/callback.hpp"

#include "gateway/net/public_address.hpp"
#include "gateway/net/wire.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/upstream/target.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <fmt/format.h>

#include <memory>
#include <vector>

namespace gateway {
namespace {

using Endpoint = asio::ip::tcp::endpoint;

constexpr std::size_t read_bytes = 8 * 1024;
constexpr std::size_t longest_answer = 64 * 1024;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

std::string request_of(providers::Callback const& callback, boost::urls::url_view url)
{
    auto const target = std::string_view{url.encoded_target()};
    auto request = fmt::format(
        "POST {}{} HTTP/1.1\r\nHost: {}\r\nContent-Type: {}\r\nUser-Agent: optgate\r\n"
        "Connection: close\r\nContent-Length: {}\r\n",
        url.encoded_path().empty() ? "/" : "", target,
        std::string_view{url.encoded_host_and_port()}, callback.content_type, callback.body.size());
    for (auto const& [name, value] : callback.headers)
        request += fmt::format("{}: {}\r\n", name, value);
    return request + "\r\n" + callback.body;
}

/// Where a callback's host is, as far as it may be reached; none: nowhere, or it is not known in time.
Task<std::vector<Endpoint>> find(Worker& worker, Callbacks const& settings,
                                 boost::urls::url_view url)
{
    bool const secure = url.scheme_id() == boost::urls::scheme::https;
    auto const port = url.has_port() ? url.port_number() : secure ? https_port : http_port;
    Error unknown;
    auto const found = co_await worker.shared.names.callbacks.find(
        worker.context, std::string{url.host_address()}, settings.timeout, unknown);
    std::vector<Endpoint> allowed;
    for (auto const& address : found) {
        if (settings.allow_private || is_public(address)) allowed.emplace_back(address, port);
    }
    co_return allowed;
}

Task<> secure(Worker& worker, Stream& stream, std::string const& host, Error& ec)
{
    if (!worker.callback_tls) worker.callback_tls = make_client_tls({});
    stream.use_tls(*worker.callback_tls, TlsEngine::Side::client);
    asio::ip::make_address(host, ec);
    bool const is_name = ec.failed();  // SNI takes names only (RFC 6066 §3)
    if (is_name) ::SSL_set_tlsext_host_name(stream.tls_handle(), host.c_str());
    ec = {};
    stream.verify_host(host);
    co_await stream.handshake(ec);
}

/// A connection to the first of them that takes one; null: none does.
Task<std::unique_ptr<Wire>> reach(Worker& worker, std::vector<Endpoint> const& endpoints,
                                  boost::urls::url_view url, Steady::time_point until)
{
    for (auto const& endpoint : endpoints) {
        Error ec;
        Socket socket{worker.context};
        socket.open(endpoint.protocol(), ec);
        if (ec) break;  // no descriptors left
        auto wire = std::make_unique<Wire>(std::move(socket), worker.clock, read_bytes);
        worker.waiting.push_back(*wire);
        wire->wait_until(until);
        co_await wire->stream.socket().async_connect(endpoint, into(ec));
        if (!ec) wire->stream.configure();
        bool const to_secure = !ec && url.scheme_id() == boost::urls::scheme::https;
        if (to_secure) co_await secure(worker, wire->stream, std::string{url.host_address()}, ec);
        if (!ec) co_return wire;
        if (wire->timed_out()) break;
    }
    co_return nullptr;
}

/// Whether it was answered, in whatever words. Reads to the end, so that the other side is not cut off.
Task<bool> exchange(Wire& wire, std::string request, Steady::time_point until)
{
    auto const left = [&] {
        return std::chrono::floor<std::chrono::milliseconds>(until - wire.clock().now);
    };
    Error ec;
    wire.out = std::move(request);
    co_await wire.write_out(left(), ec);
    std::size_t received = 0;
    bool answered = false;
    while (!ec && received < longest_answer) {
        co_await wire.fill_until(until, ec);
        received += wire.pending().size();
        answered = answered || wire.pending().starts_with("HTTP/1.");
        wire.use(wire.pending().size());
        wire.make_room();
    }
    co_return answered;
}

Task<bool> post(Worker& worker, Callbacks settings, providers::Callback callback)
{
    auto const url = boost::urls::parse_absolute_uri(callback.url).value();
    auto const until = worker.clock.now + settings.timeout;
    auto const endpoints = co_await find(worker, settings, url);
    auto const wire = co_await reach(worker, endpoints, url, until);
    if (!wire) co_return false;
    co_return co_await exchange(*wire, request_of(callback, url), until);
}

}  // namespace

void post_later(Worker& worker, Callbacks const& settings,
                std::optional<providers::Callback> callback)
{
    if (!callback || !settings.enabled || worker.callbacks >= settings.waiting) return;
    ++worker.callbacks;
    auto ended = [&worker](std::exception_ptr failure, bool delivered) {
        --worker.callbacks;
        if (failure || !delivered) log::warn("a status callback could not be delivered");
    };
    asio::co_spawn(worker.context, post(worker, settings, *std::move(callback)), ended);
}

}  // namespace gateway
