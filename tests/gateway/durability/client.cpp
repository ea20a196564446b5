#include "tests/gateway/durability/client.hpp"

#include "tests/gateway/durability/process.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tests {
namespace {

namespace http = boost::beast::http;

/// Beast's sockets have no deadline when they block; the kernel's do.
void set_deadline(int socket)
{
    timeval const minute{60, 0};
    int const on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &minute, sizeof minute);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &minute, sizeof minute);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool send_all(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string request_of(std::string const& method, std::string const& target, Fields const& fields,
                       std::string const& body)
{
    auto request = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n";
    for (auto const& [name, value] : fields)
        request += name + ": " + value + "\r\n";
    return request + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

void Client::hang_up()
{
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

bool Client::connect()
{
    if (socket_ >= 0) return true;
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    set_deadline(socket_);
    ++connections_;
    return ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}

std::optional<Answer> Client::read_answer()
{
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.eager(true);
    boost::system::error_code error;
    while (!parser.is_done()) {
        auto const room = buffer.prepare(16 * 1024);
        auto const got = ::recv(socket_, room.data(), room.size(), 0);
        if (got <= 0) return std::nullopt;
        buffer.commit(static_cast<std::size_t>(got));
        buffer.consume(parser.put(buffer.data(), error));
        if (error && error != http::error::need_more) return std::nullopt;
    }
    auto const& message = parser.get();
    Answer answer{message.result_int(), message.body(), {}, {}, {}};
    answer.verdict = std::string{message["X-Optgate-Verdict"]};
    answer.decision = std::string{message["X-Optgate-Decision"]};
    answer.content_type = std::string{message[http::field::content_type]};
    if (!message.keep_alive()) hang_up();
    return answer;
}

std::optional<Answer> Client::call(std::string const& method, std::string const& target,
                                   Fields const& fields, std::string const& body)
{
    std::optional<Answer> answer;
    if (connect() && send_all(socket_, request_of(method, target, fields, body))) {
        answer = read_answer();
    }
    if (!answer) hang_up();
    return answer;
}

std::optional<Answer> Client::ask(std::string const& method, std::string const& target,
                                  std::string const& body)
{
    Fields fields{{"Authorization", std::string{"Bearer "} + admin_secret}};
    if (!body.empty()) fields.emplace_back("Content-Type", "application/json");
    return call(method, target, fields, body);
}

}  // namespace tests
