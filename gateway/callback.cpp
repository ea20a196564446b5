#include "gateway/callback.hpp"

#include "gateway/net/stream.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/upstream/target.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace gateway {
namespace {

namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using Plain = beast::basic_stream<Tcp, Executor>;
using Tls = beast::ssl_stream<Plain>;
using Request = beast::http::request<beast::http::string_body>;

constexpr std::size_t longest_answer = 64 * 1024;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

bool is_private(asio::ip::address_v4 address)
{
    // RFC 1918, RFC 6598, RFC 3927, RFC 1122 §3.2.1.3, multicast and what is reserved above it.
    struct Range {
        std::uint32_t network;
        int bits;
    };
    constexpr Range ranges[] = {{0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10},
                                {0x7f000000, 8},  {0xa9fe0000, 16}, {0xac100000, 12},
                                {0xc0a80000, 16}, {0xe0000000, 3}};
    auto const number = address.to_uint();
    return std::any_of(std::begin(ranges), std::end(ranges), [number](Range range) {
        return number >> (32 - range.bits) == range.network >> (32 - range.bits);
    });
}

bool is_private(asio::ip::address const& address)
{
    if (address.is_v4()) return is_private(address.to_v4());
    auto const v6 = address.to_v6();
    if (v6.is_v4_mapped()) return is_private(asio::ip::make_address_v4(asio::ip::v4_mapped, v6));
    auto const unique_local = (v6.to_bytes()[0] & 0xfe) == 0xfc;  // RFC 4193
    return v6.is_loopback() || v6.is_unspecified() || v6.is_link_local() || v6.is_multicast() ||
           unique_local;
}

template <class Stream>
Task<> exchange(Stream& stream, Request const& request)
{
    asio::use_awaitable_t<Executor> token;
    co_await beast::http::async_write(stream, request, token);
    beast::flat_buffer buffer{longest_answer};
    beast::http::response<beast::http::string_body> answer;
    co_await beast::http::async_read(stream, buffer, answer, token);
}

Request request_of(providers::Callback const& callback, boost::urls::url_view url)
{
    Request request{beast::http::verb::post, std::string{url.encoded_target()}, 11};
    if (url.encoded_path().empty()) request.target("/" + std::string{url.encoded_target()});
    request.set(beast::http::field::host, std::string{url.encoded_host_and_port()});
    request.set(beast::http::field::content_type, callback.content_type);
    request.set(beast::http::field::user_agent, "optgate");
    for (auto const& [name, value] : callback.headers)
        request.set(name, value);
    request.body() = callback.body;
    request.prepare_payload();
    request.keep_alive(false);
    return request;
}

/// Throws `boost::system::system_error` where it can't be delivered.
Task<> post(Worker& worker, Callbacks settings, providers::Callback callback)
{
    asio::use_awaitable_t<Executor> token;
    auto const url = boost::urls::parse_absolute_uri(callback.url).value();
    auto const secure = url.scheme_id() == boost::urls::scheme::https;
    auto const host = std::string{url.host_address()};
    auto const port = url.has_port() ? url.port_number() : secure ? https_port : http_port;

    auto const until = Steady::now() + settings.timeout;
    Error unknown;
    auto const found = co_await worker.shared.names.callbacks.find(worker.context, host,
                                                                   settings.timeout, unknown);
    if (unknown) throw boost::system::system_error{unknown};
    std::vector<Tcp::endpoint> allowed;
    for (auto const& address : found) {
        if (settings.allow_private || !is_private(address)) allowed.emplace_back(address, port);
    }
    if (allowed.empty()) throw boost::system::system_error{asio::error::access_denied};

    auto const request = request_of(callback, url);
    if (!secure) {
        Plain stream{worker.context.get_executor()};
        stream.expires_at(until);
        co_await stream.async_connect(allowed, token);
        co_await exchange(stream, request);
        co_return;
    }
    auto const context = make_client_tls({});
    Tls stream{Plain{worker.context.get_executor()}, *context};
    ::SSL_set_tlsext_host_name(stream.native_handle(), host.c_str());
    stream.set_verify_callback(asio::ssl::host_name_verification{host});
    beast::get_lowest_layer(stream).expires_at(until);
    co_await beast::get_lowest_layer(stream).async_connect(allowed, token);
    co_await stream.async_handshake(asio::ssl::stream_base::client, token);
    co_await exchange(stream, request);
}

}  // namespace

void post_later(Worker& worker, Callbacks const& settings,
                std::optional<providers::Callback> callback)
{
    if (!callback || !settings.enabled || worker.callbacks >= settings.waiting) return;
    ++worker.callbacks;
    auto ended = [&worker](std::exception_ptr failure) {
        --worker.callbacks;
        if (failure) log::warn("a status callback could not be delivered");
    };
    asio::co_spawn(worker.context, post(worker, settings, *std::move(callback)), ended);
}

}  // namespace gateway
