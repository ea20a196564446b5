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
constexpr std::uint64_t most_dropped = 64 * 1024;

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

/// Refuses a request by its head. A short body is read and dropped, so that another may follow; who sends more, or asks
/// whether to send it, has to connect anew.
asio::awaitable<bool> turn_away(Line& line, House& house, Answer refusal, HeadParser& parser,
                                AnswerForm form)
{
    auto const settings = house.settings;
    bool const asks = parser.get().count(http::field::expect) != 0;
    bool const costly = asks || parser.chunked() || says_too_large(parser, most_dropped);
    form.keep_alive = form.keep_alive && !house.stopping && !costly;
    auto const deadline = settings->limits.write_timeout;
    bool const more = co_await write(line, std::move(refusal), form, deadline);
    if (!more) co_return false;
    WholeParser dropped{std::move(parser)};
    auto const error = co_await read_whole(line, dropped, settings->limits.body_timeout);
    co_return !error;
}

/// A request whose body is read before it is answered; whether another may follow.
asio::awaitable<bool> exchange_whole(Line& line, House& house, Admitted admitted,
                                     WholeParser& parser, AnswerForm form)
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
    admitted.call.body = std::move(parser.get().body());
    auto reply = co_await answer(admitted, house.desk);
    form.keep_alive = form.keep_alive && !house.stopping;
    co_return co_await write(line, std::move(reply), form, deadline);
}

/// A request whose body is taken while it comes.
asio::awaitable<bool> exchange_pieces(Line& line, House& house, Admitted admitted,
                                      HeadParser& parser, AnswerForm form)
{
    auto const settings = house.settings;
    Intake intake{line, std::move(parser), *settings};
    admitted.call.pieces = [&intake] { return intake.next(); };
    line.without_deadline();
    auto reply = co_await answer(admitted, house.desk);
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
    if (is_hostless(parser)) {
        auto wrong = problem(400, "one Host header is needed (RFC 9112 §3.2)");
        co_return co_await refuse(line, std::move(wrong), form, deadline);
    }
    line.without_deadline();
    auto admitted = co_await admit(request_of(parser, house, peer), house.desk);
    if (!admitted) {
        co_return co_await turn_away(line, house, admitted.error(), parser, form);
    }
    auto const body = body_of(*admitted->route, admitted->call.content_type);
    auto const limit = limit_of(body, settings->admin);
    if (says_too_large(parser, limit)) co_return co_await refuse(line, too_large(), form, deadline);
    if (body == Body::pieces)
        co_return co_await exchange_pieces(line, house, *std::move(admitted), parser, form);
    WholeParser whole{std::move(parser)};
    whole.body_limit(limit);
    co_return co_await exchange_whole(line, house, *std::move(admitted), whole, form);
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
