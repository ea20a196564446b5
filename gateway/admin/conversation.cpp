#include "gateway/admin/conversation.hpp"

#include "gateway/admin/incoming.hpp"
#include "gateway/admin/outgoing.hpp"
#include "gateway/admin/routes.hpp"

#include <utility>

namespace gateway::admin {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t of_a_first_read = 8 * 1024;

AnswerForm form_of(HeadParser const& parser)
{
    auto const& head = parser.get();
    return {head.version(), head.method() == http::verb::head, parser.keep_alive()};
}

bool is_hostless(HeadParser const& parser)
{
    return parser.get().version() >= 11 && parser.get().count(http::field::host) != 1;
}

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

asio::awaitable<bool> refuse(Line& line, Answer refusal, AnswerForm form,
                             std::chrono::milliseconds deadline)
{
    form.keep_alive = false;
    co_return co_await write(line, std::move(refusal), form, deadline);
}

/// A request whose body is read before it is answered; whether another may follow.
asio::awaitable<bool> exchange_whole(Line& line, House& house, Request request, WholeParser& parser,
                                     AnswerForm form)
{
    auto const settings = house.settings;
    auto const deadline = settings->limits.write_timeout;
    auto const error = co_await read_whole(line, parser, settings->limits.body_timeout);
    if (error) {
        auto refusal = answer_to(error);
        if (refusal) co_await refuse(line, *std::move(refusal), form, deadline);
        co_return false;
    }
    // The store answers within its own limits; the deadline of a read must not end the call
    // meanwhile.
    line.without_deadline();
    request.body = std::move(parser.get().body());
    auto reply = co_await answer(std::move(request), house.desk);
    form.keep_alive = form.keep_alive && !house.stopping;
    co_return co_await write(line, std::move(reply), form, deadline);
}

/// A request whose body is taken while it comes.
asio::awaitable<bool> exchange_pieces(Line& line, House& house, Request request, HeadParser& parser,
                                      AnswerForm form)
{
    auto const settings = house.settings;
    Intake intake{line, std::move(parser), *settings};
    request.pieces = [&intake] { return intake.next(); };
    line.without_deadline();
    auto reply = co_await answer(std::move(request), house.desk);
    // What was not read of the body stands between this request and the next.
    form.keep_alive = form.keep_alive && !house.stopping && intake.complete();
    co_return co_await write(line, std::move(reply), form, settings->limits.write_timeout);
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
asio::awaitable<bool> exchange(Line& line, House& house, asio::ip::address const& peer)
{
    auto const settings = house.settings;
    auto const deadline = settings->limits.write_timeout;
    HeadParser parser;
    parser.header_limit(static_cast<std::uint32_t>(settings->limits.head_bytes));
    parser.body_limit(boost::none);  // it depends on what is asked for
    line.within(settings->limits.head_timeout);
    auto const error = co_await read_head(line, parser);
    if (error) {
        auto refusal = answer_to(error);
        if (refusal) co_await refuse(line, *std::move(refusal), {}, deadline);
        co_return false;
    }
    auto const form = form_of(parser);
    std::optional<Answer> refusal;
    if (is_hostless(parser)) refusal = problem(400, "one Host header is needed (RFC 9112 §3.2)");
    auto request = request_of(parser, house, peer);
    auto const body = body_of(request.method, request.target, request.content_type);
    if (!refusal && says_too_large(parser, limit_of(body, settings->admin))) refusal = too_large();
    if (refusal) co_return co_await refuse(line, *std::move(refusal), form, deadline);
    if (body == Body::pieces)
        co_return co_await exchange_pieces(line, house, std::move(request), parser, form);
    WholeParser whole{std::move(parser)};
    whole.body_limit(limit_of(body, settings->admin));
    co_return co_await exchange_whole(line, house, std::move(request), whole, form);
}

/// Waits for the first byte of the next request.
asio::awaitable<bool> wait_for_more(Line& line, std::chrono::milliseconds idle)
{
    if (line.arrived.size() > 0) co_return true;
    line.within(idle);
    auto const error = co_await line.read(of_a_first_read);
    co_return !error;
}

}  // namespace

asio::awaitable<void> converse(Line& line, House& house, asio::ip::address peer, bool& busy)
{
    bool more = true;
    while (more && !house.stopping) {
        busy = false;
        auto const idle = house.settings->limits.idle_timeout;
        if (!co_await wait_for_more(line, idle)) co_return;
        busy = true;
        more = co_await exchange(line, house, peer);
    }
    co_await line.part();
}

}  // namespace gateway::admin
