#include "gateway/admin/conversation.hpp"

#include <simdjson.h>
#include <utility>

namespace gateway::admin {
namespace {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Error = boost::system::error_code;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_piece = 8 * 1024;
constexpr std::size_t most_lingered = 2 * 1024 * 1024;
constexpr std::chrono::seconds linger{2};

using Parser = http::request_parser<http::string_body>;

template <class Stream>
void within(Stream& stream, std::chrono::milliseconds wait)
{
    beast::get_lowest_layer(stream).expires_after(wait);
}

/// What a request that could not be read is answered; none: the caller is gone.
std::optional<Answer> answer_to(Error error)
{
    if (error == http::error::body_limit) return problem(413, "the body is larger than the limit");
    if (error == http::error::header_limit)
        return problem(431, "the head is larger than the limit");
    bool const gone = error == http::error::end_of_stream ||
                      error == http::error::partial_message ||
                      error.category() != make_error_code(http::error::bad_method).category();
    if (gone) return std::nullopt;
    return problem(400, "not HTTP/1.1: " + error.message());
}

template <class Stream>
asio::awaitable<Error> read_request(Stream& stream, beast::flat_buffer& buffer, Parser& parser,
                                    Limits const& limits)
{
    within(stream, limits.head_timeout);
    auto const [head_error, head] =
        co_await http::async_read_header(stream, buffer, parser, with_error);
    if (head_error) co_return head_error;
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> go_on{http::status::continue_, 11};
        auto const [error, bytes] = co_await http::async_write(stream, go_on, with_error);
        if (error) co_return error;
    }
    within(stream, limits.body_timeout);
    auto const [error, bytes] = co_await http::async_read(stream, buffer, parser, with_error);
    co_return error;
}

/// JSON and CSV are UTF-8; a byte that came in otherwise leaves as "?".
std::string as_utf8(std::string text)
{
    if (simdjson::validate_utf8(text)) return text;
    for (auto& c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    return text;
}

template <class Body>
http::response<Body> head_of(Answer const& answer, unsigned version, bool keep_alive)
{
    http::response<Body> response{static_cast<http::status>(answer.status), version};
    if (!answer.content_type.empty()) response.set(http::field::content_type, answer.content_type);
    response.set(http::field::cache_control, "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    for (auto const& [name, value] : answer.headers)
        response.set(name, value);
    response.keep_alive(keep_alive);
    return response;
}

template <class Stream>
asio::awaitable<bool> write_whole(Stream& stream, Answer answer, unsigned version, bool keep_alive,
                                  bool head_only)
{
    auto response = head_of<http::string_body>(answer, version, keep_alive);
    response.body() = as_utf8(std::move(answer.body));
    if (answer.status != 204) response.content_length(response.body().size());
    http::response_serializer<http::string_body> serializer{response};
    if (head_only) {
        auto const [error, bytes] =
            co_await http::async_write_header(stream, serializer, with_error);
        co_return !error;
    }
    auto const [error, bytes] = co_await http::async_write(stream, serializer, with_error);
    co_return !error;
}

/// Piece by piece, each with a deadline of its own. A rest that can't be had ends the connection
/// without the last chunk, so that the caller can't take the part for the whole.
template <class Stream>
asio::awaitable<bool> write_pieces(Stream& stream, Answer answer, unsigned version, bool keep_alive,
                                   bool head_only, std::chrono::milliseconds deadline)
{
    bool const chunked = version >= 11;
    auto response = head_of<http::empty_body>(answer, version, keep_alive && chunked);
    response.chunked(chunked);
    http::response_serializer<http::empty_body> serializer{response};
    auto [error, bytes] = co_await http::async_write_header(stream, serializer, with_error);
    while (!error && !head_only) {
        auto piece = co_await answer.pieces();
        if (!piece) break;
        if (piece->empty()) continue;
        auto const text = as_utf8(*std::move(piece));
        within(stream, deadline);
        if (chunked) {
            std::tie(error, bytes) = co_await asio::async_write(
                stream, http::make_chunk(asio::buffer(text)), with_error);
        } else {
            std::tie(error, bytes) =
                co_await asio::async_write(stream, asio::buffer(text), with_error);
        }
    }
    if (!error && chunked && !head_only) {
        std::tie(error, bytes) =
            co_await asio::async_write(stream, http::make_chunk_last(), with_error);
    }
    co_return !error;
}

Request request_of(Parser& parser, House const& house, asio::ip::address const& peer)
{
    auto& message = parser.get();
    Request request;
    request.method = std::string{message.method_string()};
    request.target = std::string{message.target()};
    request.authorization = std::string{message[http::field::authorization]};
    request.content_type = std::string{message[http::field::content_type]};
    request.accept = std::string{message[http::field::accept]};
    request.body = std::move(message.body());
    request.peer = peer;
    request.settings = house.settings;
    return request;
}

/// One request and its answer; whether another may follow.
template <class Stream>
asio::awaitable<bool> exchange(Stream& stream, beast::flat_buffer& buffer, House& house,
                               asio::ip::address const& peer)
{
    auto const settings = house.settings;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(settings->limits.head_bytes));
    parser.body_limit(settings->admin.body_bytes);
    auto const error = co_await read_request(stream, buffer, parser, settings->limits);
    auto const write_timeout = settings->limits.write_timeout;
    if (error) {
        auto refusal = answer_to(error);
        if (!refusal) co_return false;
        within(stream, write_timeout);
        co_await write_whole(stream, *std::move(refusal), 11, false, false);
        co_return false;
    }

    auto const version = parser.get().version();
    bool const head_only = parser.get().method() == http::verb::head;
    bool const wants_more = parser.keep_alive();
    bool const hostless = version >= 11 && parser.get().count(http::field::host) != 1;
    // The store answers within its own limits; the deadline of a read must not end the call
    // meanwhile.
    beast::get_lowest_layer(stream).expires_never();
    Answer reply;
    if (hostless) {
        reply = problem(400, "one Host header is needed (RFC 9112 §3.2)");
    } else {
        reply = co_await answer(request_of(parser, house, peer), house.desk);
    }
    bool const keep_alive = wants_more && !house.stopping && !hostless;
    within(stream, write_timeout);
    if (reply.pieces) {
        bool const written = co_await write_pieces(stream, std::move(reply), version, keep_alive,
                                                   head_only, write_timeout);
        co_return written&& keep_alive&& version >= 11;
    }
    bool const written =
        co_await write_whole(stream, std::move(reply), version, keep_alive, head_only);
    co_return written&& keep_alive;
}

/// Waits for the first byte of the next request.
template <class Stream>
asio::awaitable<bool> wait_for_more(Stream& stream, beast::flat_buffer& buffer,
                                    std::chrono::milliseconds idle)
{
    if (buffer.size() > 0) co_return true;
    within(stream, idle);
    auto const [error, bytes] =
        co_await stream.async_read_some(buffer.prepare(read_piece), with_error);
    buffer.commit(bytes);
    co_return !error;
}

/// Says goodbye so that the last answer arrives: what the caller still sends is read and dropped
/// for a while.
asio::awaitable<void> part(Tcp& stream)
{
    Error ignored;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    stream.expires_after(linger);
    beast::flat_buffer dropped;
    for (std::size_t total = 0; total < most_lingered;) {
        auto const [error, bytes] =
            co_await stream.async_read_some(dropped.prepare(read_piece), with_error);
        if (error) break;
        total += bytes;
    }
}

asio::awaitable<void> part(Tls& stream)
{
    within(stream, linger);
    auto const [error] = co_await stream.async_shutdown(with_error);
    if (!error) co_await part(beast::get_lowest_layer(stream));
}

}  // namespace

template <class Stream>
asio::awaitable<void> converse(Stream& stream, House& house, asio::ip::address peer, bool& busy)
{
    beast::flat_buffer buffer;
    bool more = true;
    while (more && !house.stopping) {
        busy = false;
        auto const idle = house.settings->limits.idle_timeout;
        if (!co_await wait_for_more(stream, buffer, idle)) co_return;
        busy = true;
        more = co_await exchange(stream, buffer, house, peer);
    }
    co_await part(stream);
}

template asio::awaitable<void> converse(Tcp&, House&, asio::ip::address, bool&);
template asio::awaitable<void> converse(Tls&, House&, asio::ip::address, bool&);

}  // namespace gateway::admin
