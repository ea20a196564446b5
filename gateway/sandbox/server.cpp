#include "gateway/sandbox/server.hpp"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>

namespace gateway::sandbox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// An error of the connection is a value: most end a conversation, none is a surprise.
auto into(error_code& failed)
{
    return asio::redirect_error(asio::use_awaitable, failed);
}

std::string now_text(std::chrono::system_clock::time_point now)
{
    using namespace std::chrono;
    auto const seconds = floor<std::chrono::seconds>(now);
    auto const time = system_clock::to_time_t(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 24> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    auto const fraction = std::to_string(1000 + duration_cast<milliseconds>(now - seconds).count());
    return std::string{text.data()} + '.' + fraction.substr(1) + 'Z';
}

Call head_of(http::request_header<> const& head)
{
    Call call;
    call.method = std::string{head.method_string()};
    std::string_view const target{head.target().data(), head.target().size()};
    auto const question = target.find('?');
    call.path = target.substr(0, question);
    if (question != std::string_view::npos) call.query = target.substr(question + 1);
    for (auto const& field : head) {
        call.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    }
    return call;
}

http::response<http::string_body> response_of(Reply reply, unsigned version, bool keep_alive,
                                              bool to_head)
{
    http::response<http::string_body> response{static_cast<http::status>(reply.status), version};
    for (auto const& [name, value] : reply.headers)
        response.insert(name, value);
    response.keep_alive(keep_alive);
    auto const length = reply.body.size();
    if (!to_head) response.body() = std::move(reply.body);
    if (reply.status != 204) response.content_length(length);
    return response;
}

// Outside the coroutine: g++ 12 can't make an initializer list in one.
Reply malformed()
{
    return json_reply(400, {{"error", "malformed HTTP"}});
}

bool is_of_http(error_code const& failed)
{
    return failed.category() == make_error_code(http::error::bad_method).category() &&
           failed != http::error::end_of_stream && failed != http::error::partial_message;
}

}  // namespace

Server::Server(asio::io_context& context, SandboxLimits const& limits, Mailbox& mailbox)
    : limits_{limits},
      mailbox_{mailbox},
      providers_{limits.messages, limits.body_bytes},
      acceptor_{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}},
      port_{acceptor_.local_endpoint().port()}
{
}

asio::awaitable<void> Server::run()
{
    while (!closing_) {
        error_code failed;
        auto socket = co_await acceptor_.async_accept(into(failed));
        if (closing_) break;
        if (failed) {  // out of descriptors: there will be some again
            asio::steady_timer pause{acceptor_.get_executor(), std::chrono::milliseconds{20}};
            co_await pause.async_wait(into(failed));
            continue;
        }
        if (connections_.size() >= limits_.connections) continue;
        socket.set_option(tcp::no_delay{true}, failed);
        asio::co_spawn(acceptor_.get_executor(), serve(beast::tcp_stream{std::move(socket)}),
                       asio::detached);
    }
}

void Server::close()
{
    closing_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    for (auto* const connection : connections_) {
        if (!connection->busy) connection->stream.close();
    }
}

void Server::abort()
{
    for (auto* const connection : connections_)
        connection->stream.close();
}

asio::awaitable<void> Server::serve(beast::tcp_stream stream)
{
    Connection connection{std::move(stream)};
    struct Registered {
        std::set<Connection*>& all;
        Connection* one;
        ~Registered() { all.erase(one); }
    } const registered{connections_, *connections_.insert(&connection).first};

    bool again = true;
    while (again && !closing_)
        again = co_await serve_one(connection);
    error_code ignored;
    connection.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<bool> Server::serve_one(Connection& connection)
{
    http::request_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits_.head_bytes));
    parser.body_limit(limits_.body_bytes);

    error_code failed;
    connection.stream.expires_after(limits_.idle_timeout);
    co_await http::async_read_header(connection.stream, connection.buffer, parser, into(failed));
    auto const& head = parser.get();
    if (failed && failed != http::error::body_limit) {
        if (is_of_http(failed)) co_await write(connection, malformed(), head, false);
        co_return false;
    }
    connection.busy = true;
    auto call = head_of(head);  // before the body: Beast merges trailers into the fields
    bool const keep_alive = head.keep_alive();
    if (!failed) co_await read_body(connection, parser, failed);
    if (failed == http::error::body_limit) {
        auto routed = providers_.too_large(call);
        co_await write(connection, std::move(routed.reply), head, false);
        co_return false;
    }
    if (failed) {
        if (is_of_http(failed)) co_await write(connection, malformed(), head, false);
        co_return false;
    }
    call.body = std::move(parser.get().body());
    auto reply = answer(std::move(call));
    bool const written = co_await write(connection, std::move(reply), head, keep_alive);
    connection.busy = false;
    if (!written) co_return false;
    co_return keep_alive;
}

asio::awaitable<void> Server::read_body(Connection& connection,
                                        http::request_parser<http::string_body>& parser,
                                        error_code& failed)
{
    connection.stream.expires_after(limits_.transfer_timeout);
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(connection.stream, asio::buffer(go_on), into(failed));
        if (failed) co_return;
    }
    while (!failed && !parser.is_done()) {
        connection.stream.expires_after(limits_.transfer_timeout);
        co_await http::async_read_some(connection.stream, connection.buffer, parser, into(failed));
    }
}

Reply Server::answer(Call call)
{
    auto const now = std::chrono::system_clock::now();
    auto routed = providers_.answer(call, {std::chrono::system_clock::to_time_t(now)});
    if (routed.reply.is_send) {
        mailbox_.keep({now_text(now), std::string{routed.provider}, std::move(call),
                       routed.reply.status, std::move(routed.reply.recipients)});
    }
    return std::move(routed.reply);
}

asio::awaitable<bool> Server::write(Connection& connection, Reply reply,
                                    http::request_header<> const& head, bool keep_alive)
{
    bool const to_head = head.method() == http::verb::head;
    auto const response =
        response_of(std::move(reply), head.version(), keep_alive && !closing_, to_head);
    http::response_serializer<http::string_body> serializer{response};
    error_code failed;
    connection.stream.expires_after(limits_.transfer_timeout);
    co_await http::async_write(connection.stream, serializer, into(failed));
    co_return !failed;
}

}  // namespace gateway::sandbox
