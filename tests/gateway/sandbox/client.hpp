// tests/gateway/sandbox/client.hpp: a caller with a real socket, blocking and plain.
#pragma once

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox_test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

class Client {
public:
    explicit Client(std::uint16_t port) : socket_{context_}
    {
        socket_.connect({asio::ip::address_v4::loopback(), port});
    }

    Response ask(Request request)
    {
        request.prepare_payload();
        http::write(socket_, request);
        return answer(request.method() == http::verb::head);
    }
    void write(std::string_view bytes) { asio::write(socket_, asio::buffer(bytes)); }
    Response answer(bool to_head = false)
    {
        http::response_parser<http::string_body> parser;
        parser.skip(to_head);
        http::read(socket_, buffer_, parser);
        return parser.release();
    }
    /// Whether the peer has nothing more to say.
    bool is_at_end()
    {
        boost::system::error_code failed;
        char byte = 0;
        auto const read = socket_.read_some(asio::buffer(&byte, 1), failed);
        return read == 0 && failed;
    }

private:
    asio::io_context context_;
    asio::ip::tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
};

inline boost::json::object object_of(Response const& response)
{
    return boost::json::parse(response.body()).as_object();
}

}  // namespace sandbox_test
