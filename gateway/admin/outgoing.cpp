#include "gateway/admin/outgoing.hpp"

#include "gateway/admin/parts.hpp"
#include "providers/auth/clock.hpp"

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>

#include <simdjson.h>

#include <optional>
#include <string>
#include <utility>

namespace gateway::admin {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

using Response = http::response<http::empty_body>;

/// JSON and CSV are UTF-8; a byte that came in otherwise leaves as "?".
std::string as_utf8(std::string text)
{
    if (simdjson::validate_utf8(text)) return text;
    for (auto& c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    return text;
}

Response head_of(Answer const& answer, AnswerForm form)
{
    Response response{static_cast<http::status>(answer.status), form.version};
    if (!answer.content_type.empty()) response.set(http::field::content_type, answer.content_type);
    response.set(http::field::date, providers::auth::http_date(system_now()));
    response.set(http::field::cache_control, "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    for (auto const& [name, value] : answer.headers)
        response.set(name, value);
    response.keep_alive(form.keep_alive);
    return response;
}

std::string text_of(Response& response)
{
    http::response_serializer<http::empty_body> serializer{response};
    serializer.split(true);
    std::string text;
    boost::system::error_code error;
    while (!error && !serializer.is_header_done()) {
        serializer.next(error, [&](auto& passed, auto const& buffers) {
            passed = {};
            text += beast::buffers_to_string(buffers);
            serializer.consume(beast::buffer_bytes(buffers));
        });
    }
    return text;
}

asio::awaitable<bool> write_whole(Line& line, Answer answer, AnswerForm form)
{
    auto response = head_of(answer, form);
    auto const body = as_utf8(std::move(answer.body));
    if (answer.status != 204) response.content_length(body.size());
    auto text = text_of(response);
    if (!form.head_only) text += body;
    auto const error = co_await line.write(text);
    co_return !error && form.keep_alive;
}

/// Piece by piece, each with a deadline of its own. A rest that can't be had ends the connection without the last chunk,
/// so that the caller can't take the part for the whole.
asio::awaitable<bool> write_pieces(Line& line, Answer answer, AnswerForm form,
                                   std::chrono::milliseconds deadline)
{
    bool const chunked = form.version >= 11;
    form.keep_alive = form.keep_alive && chunked;
    auto response = head_of(answer, form);
    response.chunked(chunked);
    auto error = co_await line.write(text_of(response));
    // A stop closes the socket of who takes too long: nobody looks for the next piece then.
    while (!error && !form.head_only && line.socket().is_open()) {
        auto piece = co_await answer.pieces();
        if (!piece) break;
        if (piece->empty()) continue;
        auto text = answer.verbatim ? *std::move(piece) : as_utf8(*std::move(piece));
        if (chunked) text = beast::buffers_to_string(http::make_chunk(asio::buffer(text)));
        line.within(deadline);
        error = co_await line.write(text);
    }
    if (!error && chunked && !form.head_only)
        error = co_await line.write(beast::buffers_to_string(http::make_chunk_last()));
    co_return !error && form.keep_alive;
}

}  // namespace

asio::awaitable<bool> write(Line& line, Answer answer, AnswerForm form,
                            std::chrono::milliseconds deadline)
{
    line.within(deadline);
    if (answer.pieces) co_return co_await write_pieces(line, std::move(answer), form, deadline);
    co_return co_await write_whole(line, std::move(answer), form);
}

}  // namespace gateway::admin
