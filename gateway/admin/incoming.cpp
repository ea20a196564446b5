#include "gateway/admin/incoming.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include <utility>

namespace gateway::admin {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Error = Line::Error;

constexpr std::size_t of_a_head = 8 * 1024;   // bytes read at once
constexpr std::size_t of_a_body = 64 * 1024;  // and asked for in a piece

/// Hands the parser what has arrived, reading more first where it can't go on with that.
template <class Parser>
asio::awaitable<Error> feed(Line& line, Parser& parser, std::size_t most)
{
    for (;;) {
        if (line.arrived.size() != 0) {
            Error error;
            line.arrived.consume(parser.put(line.arrived.data(), error));
            if (error != http::error::need_more) co_return error;
        }
        auto const ended = co_await line.read(most);
        if (ended == asio::error::eof)
            co_return parser.got_some() ? http::error::partial_message : http::error::end_of_stream;
        if (ended) co_return ended;
    }
}

asio::awaitable<Error> ask_for_body(Line& line, http::fields const& head)
{
    if (!beast::iequals(head[http::field::expect], "100-continue")) co_return Error{};
    co_return co_await line.write("HTTP/1.1 100 Continue\r\n\r\n");
}

}  // namespace

Answer too_large()
{
    return problem(413, "the body is larger than the limit");
}

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

asio::awaitable<Error> read_head(Line& line, HeadParser& parser)
{
    Error error;
    while (!error && !parser.is_header_done())
        error = co_await feed(line, parser, of_a_head);
    co_return error;
}

asio::awaitable<Error> read_whole(Line& line, WholeParser& parser, std::chrono::milliseconds wait)
{
    line.within(wait);
    auto error = co_await ask_for_body(line, parser.get());
    parser.eager(true);
    while (!error && !parser.is_done())
        error = co_await feed(line, parser, of_a_body);
    co_return error;
}

Intake::Intake(Line& line, HeadParser&& head, Settings const& settings)
    : line_{line}, parser_{std::move(head)}, timeout_{settings.limits.body_timeout}
{
    parser_.body_limit(settings.admin.upload_bytes);
}

asio::awaitable<Or<std::optional<std::string>>> Intake::next()
{
    line_.within(timeout_);
    Error error;
    if (!asked_) error = co_await ask_for_body(line_, parser_.get());
    asked_ = true;
    std::string piece(of_a_body, '\0');
    std::size_t got = 0;
    while (!error && got == 0 && !parser_.is_done()) {
        parser_.get().body().data = piece.data();
        parser_.get().body().size = piece.size();
        error = co_await feed(line_, parser_, of_a_body);
        if (error == http::error::need_buffer) error = {};
        got = piece.size() - parser_.get().body().size;
    }
    line_.without_deadline();
    if (error) co_return answer_to(error).value_or(problem(400, "the body breaks off"));
    if (got == 0) co_return std::optional<std::string>{};
    piece.resize(got);
    co_return std::optional{std::move(piece)};
}

}  // namespace gateway::admin
