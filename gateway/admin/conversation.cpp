#include "gateway/admin/conversation.hpp"

#include "gateway/admin/routes.hpp"

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

using HeadParser = http::request_parser<http::empty_body>;
using WholeParser = http::request_parser<http::string_body>;
using PieceParser = http::request_parser<http::buffer_body>;

template <class Stream>
void within(Stream& stream, std::chrono::milliseconds wait)
{
    beast::get_lowest_layer(stream).expires_after(wait);
}

Answer too_large()
{
    return problem(413, "the body is larger than the limit");
}

/// What a request that could not be read is answered; none: the caller is gone.
std::optional<Answer> answer_to(Error error)
{
    if (error == http::error::body_limit) return too_large();
    if (error == http::error::header_limit)
        return problem(431, "the head is larger than the limit");
    bool const gone = error == http::error::end_of_stream ||
                      error == http::error::partial_message ||
                      error.category() != make_error_code(http::error::bad_method).category();
    if (gone) return std::nullopt;
    return problem(400, "not HTTP/1.1: " + error.message());
}

/// Tells a caller who asked (RFC 9110 §10.1.1) that the body is wanted.
template <class Stream>
asio::awaitable<Error> ask_for_body(Stream& stream, http::fields const& head)
{
    if (!beast::iequals(head[http::field::expect], "100-continue")) co_return Error{};
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    auto const [error, bytes] = co_await http::async_write(stream, go_on, with_error);
    co_return error;
}

/// What came before the body.
struct Head {
    Head() = default;
    explicit Head(HeadParser const& parser)
        : version{parser.get().version()},
          head_only{parser.get().method() == http::verb::head},
          wants_more{parser.keep_alive()},
          hostless{version >= 11 && parser.get().count(http::field::host) != 1}
    {
    }

    unsigned version = 11;
    bool head_only = false;
    bool wants_more = false;
    bool hostless = false;
};

Request request_of(HeadParser const& parser, House const& house, asio::ip::address const& peer)
{
    auto const& message = parser.get();
    Request request;
    request.method = std::string{message.method_string()};
    request.target = std::string{message.target()};
    request.authorization = std::string{message[http::field::authorization]};
    request.content_type = std::string{message[http::field::content_type]};
    request.accept = std::string{message[http::field::accept]};
    request.peer = peer;
    request.settings = house.settings;
    return request;
}

/// Larger than the limit by its own word; one without a length is measured as it comes.
bool says_too_large(HeadParser const& parser, std::uint64_t limit)
{
    auto const length = parser.content_length();
    return length && *length > limit;
}

template <class Stream>
asio::awaitable<Error> read_whole(Stream& stream, beast::flat_buffer& buffer, WholeParser& parser,
                                  Limits const& limits)
{
    within(stream, limits.body_timeout);
    auto error = co_await ask_for_body(stream, parser.get());
    if (error) co_return error;
    std::size_t bytes = 0;
    std::tie(error, bytes) = co_await http::async_read(stream, buffer, parser, with_error);
    co_return error;
}

/// A body that is taken piece by piece, each with a deadline of its own.
template <class Stream>
class Intake {
public:
    Intake(Stream& stream, beast::flat_buffer& buffer, HeadParser&& head, Settings const& settings)
        : stream_{stream},
          buffer_{buffer},
          parser_{std::move(head)},
          timeout_{settings.limits.body_timeout}
    {
        parser_.body_limit(settings.admin.upload_bytes);
    }

    bool complete() const { return parser_.is_done(); }

    asio::awaitable<Or<std::optional<std::string>>> next()
    {
        within(stream_, timeout_);
        Error error;
        if (!asked_) error = co_await ask_for_body(stream_, parser_.get());
        asked_ = true;
        std::string piece(piece_bytes, '\0');
        std::size_t got = 0;
        while (!error && got == 0 && !parser_.is_done()) {
            parser_.get().body().data = piece.data();
            parser_.get().body().size = piece.size();
            std::size_t bytes = 0;
            std::tie(error, bytes) =
                co_await http::async_read_some(stream_, buffer_, parser_, with_error);
            if (error == http::error::need_buffer) error = {};
            got = piece.size() - parser_.get().body().size;
        }
        beast::get_lowest_layer(stream_).expires_never();
        if (error) co_return answer_to(error).value_or(problem(400, "the body breaks off"));
        if (got == 0) co_return std::optional<std::string>{};
        piece.resize(got);
        co_return std::optional{std::move(piece)};
    }

private:
    static constexpr std::size_t piece_bytes = 64 * 1024;

    Stream& stream_;
    beast::flat_buffer& buffer_;
    PieceParser parser_;
    std::chrono::milliseconds timeout_;
    bool asked_ = false;
};

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
        auto const text = answer.verbatim ? *std::move(piece) : as_utf8(*std::move(piece));
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

/// Whether the answer went out whole.
template <class Stream>
asio::awaitable<bool> write(Stream& stream, Answer reply, Head const& head, bool keep_alive,
                            std::chrono::milliseconds deadline)
{
    within(stream, deadline);
    if (reply.pieces) {
        bool const written = co_await write_pieces(stream, std::move(reply), head.version,
                                                   keep_alive, head.head_only, deadline);
        co_return written&& head.version >= 11;
    }
    co_return co_await write_whole(stream, std::move(reply), head.version, keep_alive,
                                   head.head_only);
}

/// A request whose body is read before it is answered; whether another may follow.
template <class Stream>
asio::awaitable<bool> exchange_whole(Stream& stream, beast::flat_buffer& buffer, House& house,
                                     Request request, WholeParser& parser, Head const& head)
{
    auto const settings = house.settings;
    auto const deadline = settings->limits.write_timeout;
    auto const error = co_await read_whole(stream, buffer, parser, settings->limits);
    if (error) {
        auto refusal = answer_to(error);
        if (refusal) co_await write(stream, *std::move(refusal), head, false, deadline);
        co_return false;
    }
    // The store answers within its own limits; the deadline of a read must not end the call
    // meanwhile.
    beast::get_lowest_layer(stream).expires_never();
    request.body = std::move(parser.get().body());
    auto reply = co_await answer(std::move(request), house.desk);
    bool const keep_alive = head.wants_more && !house.stopping;
    bool const written = co_await write(stream, std::move(reply), head, keep_alive, deadline);
    co_return written&& keep_alive;
}

/// A request whose body is taken while it comes.
template <class Stream>
asio::awaitable<bool> exchange_pieces(Stream& stream, beast::flat_buffer& buffer, House& house,
                                      Request request, HeadParser& parser, Head const& head)
{
    auto const settings = house.settings;
    Intake<Stream> intake{stream, buffer, std::move(parser), *settings};
    request.pieces = [&intake] { return intake.next(); };
    beast::get_lowest_layer(stream).expires_never();
    auto reply = co_await answer(std::move(request), house.desk);
    // What was not read of the body stands between this request and the next.
    bool const keep_alive = head.wants_more && !house.stopping && intake.complete();
    bool const written =
        co_await write(stream, std::move(reply), head, keep_alive, settings->limits.write_timeout);
    co_return written&& keep_alive;
}

std::size_t limit_of(Body body, AdminLimits const& limits)
{
    switch (body) {
        case Body::small: return limits.body_bytes;
        case Body::large: return limits.bulk_bytes;
        default: return limits.upload_bytes;
    }
}

/// One request and its answer; whether another may follow.
template <class Stream>
asio::awaitable<bool> exchange(Stream& stream, beast::flat_buffer& buffer, House& house,
                               asio::ip::address const& peer)
{
    auto const settings = house.settings;
    auto const deadline = settings->limits.write_timeout;
    HeadParser parser;
    parser.header_limit(static_cast<std::uint32_t>(settings->limits.head_bytes));
    parser.body_limit(boost::none);  // it depends on what is asked for
    within(stream, settings->limits.head_timeout);
    auto const [error, bytes] =
        co_await http::async_read_header(stream, buffer, parser, with_error);
    if (error) {
        auto refusal = answer_to(error);
        if (refusal) co_await write(stream, *std::move(refusal), Head{}, false, deadline);
        co_return false;
    }
    Head const head{parser};
    std::optional<Answer> refusal;
    if (head.hostless) refusal = problem(400, "one Host header is needed (RFC 9112 §3.2)");
    auto request = request_of(parser, house, peer);
    auto const body = body_of(request.method, request.target, request.content_type);
    if (!refusal && says_too_large(parser, limit_of(body, settings->admin))) refusal = too_large();
    if (refusal) {
        co_await write(stream, *std::move(refusal), head, false, deadline);
        co_return false;
    }
    if (body == Body::pieces) {
        co_return co_await exchange_pieces(stream, buffer, house, std::move(request), parser, head);
    }
    WholeParser whole{std::move(parser)};
    whole.body_limit(limit_of(body, settings->admin));
    co_return co_await exchange_whole(stream, buffer, house, std::move(request), whole, head);
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
