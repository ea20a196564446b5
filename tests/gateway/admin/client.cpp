#include "tests/gateway/admin/client.hpp"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <algorithm>

namespace tests {
namespace {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

tcp::socket connected(asio::io_context& io, std::uint16_t port)
{
    tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), port});
    timeval const ten_seconds{10, 0};
    setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &ten_seconds, sizeof ten_seconds);
    return socket;
}

http::request<http::string_body> request_of(std::string const& method, std::string const& target,
                                            Headers const& headers, std::string const& body)
{
    http::request<http::string_body> request;
    request.method_string(method);
    request.target(target);
    request.version(11);
    request.set(http::field::host, "localhost");
    request.set(http::field::connection, "close");
    for (auto const& [name, value] : headers)
        request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    return request;
}

template <class Message>
Response response_of(Message const& message)
{
    Response response;
    response.status = message.result_int();
    for (auto const& field : message) {
        std::string name{field.name_string()};
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        response.headers[name] = std::string{field.value()};
    }
    response.body = message.body();
    return response;
}

template <class Stream>
Response request_and_answer(Stream& stream, http::request<http::string_body> const& request)
{
    http::write(stream, request);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.skip(request.method() == http::verb::head);
    parser.body_limit(64 * 1024 * 1024);
    http::read(stream, buffer, parser);
    return response_of(parser.get());
}

}  // namespace

Response send(std::uint16_t port, std::string const& method, std::string const& target,
              Headers const& headers, std::string const& body)
{
    asio::io_context io;
    auto socket = connected(io, port);
    return request_and_answer(socket, request_of(method, target, headers, body));
}

std::string send_raw(std::uint16_t port, std::string const& bytes)
{
    asio::io_context io;
    auto socket = connected(io, port);
    asio::write(socket, asio::buffer(bytes));
    std::string answer;
    boost::system::error_code closed;
    asio::read(socket, asio::dynamic_buffer(answer), closed);
    return answer;
}

Streamed stream(std::uint16_t port, std::string const& target, Headers const& headers)
{
    asio::io_context io;
    auto socket = connected(io, port);
    http::write(socket, request_of("GET", target, headers, ""));
    beast::flat_buffer buffer;
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    http::read_header(socket, buffer, parser);
    Streamed result;
    std::string piece(64 * 1024, '\0');
    while (!parser.is_done()) {
        parser.get().body().data = piece.data();
        parser.get().body().size = piece.size();
        boost::system::error_code error;
        http::read(socket, buffer, parser, error);
        if (error && error != http::error::need_buffer) throw boost::system::system_error{error};
        auto const got = piece.size() - parser.get().body().size;
        if (result.bytes == 0) result.first_line = piece.substr(0, piece.find("\r\n"));
        result.bytes += got;
        auto const end = piece.begin() + static_cast<std::ptrdiff_t>(got);
        result.lines += static_cast<std::size_t>(std::count(piece.begin(), end, '\n'));
    }
    return result;
}

Response send_tls(std::uint16_t port, std::string const& target, std::string const& trusted_file)
{
    asio::io_context io;
    asio::ssl::context context{asio::ssl::context::tls_client};
    context.load_verify_file(trusted_file);
    context.set_verify_mode(asio::ssl::verify_peer);
    beast::ssl_stream<tcp::socket> stream{connected(io, port), context};
    stream.handshake(asio::ssl::stream_base::client);
    return request_and_answer(stream, request_of("GET", target, {}, ""));
}

}  // namespace tests
