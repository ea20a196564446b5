#include "gateway/passage.hpp"

#include "gateway/http/write.hpp"
#include "gateway/inbound/body.hpp"
#include "gateway/outgoing.hpp"
#include "gateway/relay.hpp"
#include "gateway/reply.hpp"

#include <algorithm>

namespace gateway {
namespace {

constexpr std::size_t piece_bytes = 256 * 1024;
constexpr std::size_t gathered_bytes = 64 * 1024;

/// An answer that is at hand.
Task<bool> say(Visit& visit, providers::Answer answer)
{
    auto const keep = co_await reply(visit, answer);
    co_return keep;
}

/// What became of streaming a caller's body to the provider.
enum class Streamed { whole, caller_failed, provider_stopped };

Task<Streamed> stream_length(Visit& visit, Exchange& exchange)
{
    auto& caller = visit.caller;
    auto left = visit.head().length;
    auto const here =
        caller.pending().substr(0, std::min<std::uint64_t>(left, caller.pending().size()));
    Error ec;
    if (!here.empty())
        co_await exchange.connection().write(here, exchange.limits().body_timeout, ec);
    if (ec) co_return Streamed::provider_stopped;
    caller.use(here.size());
    left -= here.size();
    if (left == 0) co_return Streamed::whole;
    auto buffer = visit.worker.spares.take(piece_bytes);
    while (left > 0) {
        auto const read = co_await caller.read_into(
            {buffer.bytes.get(), std::min<std::uint64_t>(left, piece_bytes)},
            visit.limits().body_timeout, ec);
        if (ec) co_return Streamed::caller_failed;
        left -= read;
        co_await exchange.connection().write({buffer.bytes.get(), read},
                                             exchange.limits().body_timeout, ec);
        if (ec) co_return Streamed::provider_stopped;
    }
    visit.worker.spares.give(std::move(buffer));
    co_return Streamed::whole;
}

Task<Streamed> stream_chunks(Visit& visit, Exchange& exchange)
{
    auto& caller = visit.caller;
    auto& out = exchange.connection().out;
    auto const head_end = caller.mark();
    Error ec;
    for (;;) {
        auto const fed = caller.parser->feed(caller.pending());
        caller.use(fed.used);
        if (fed.what == http::Fed::What::refused) co_return Streamed::caller_failed;
        if (fed.what == http::Fed::What::done) break;
        if (fed.what == http::Fed::What::piece) {
            http::append_chunk_size(out, fed.piece.size());
            out.append(fed.piece).append("\r\n");
            visit.trace.bytes_in += fed.piece.size();
        }
        auto const starved = fed.what == http::Fed::What::need_more;
        if (out.size() > gathered_bytes || (starved && !out.empty())) {
            co_await exchange.connection().write_out(exchange.limits().body_timeout, ec);
            if (ec) co_return Streamed::provider_stopped;
        }
        if (!starved) continue;
        caller.make_room_behind(head_end);
        co_await caller.fill(visit.limits().body_timeout, ec);
        if (ec) co_return Streamed::caller_failed;
    }
    out.append(http::last_chunk);
    co_await exchange.connection().write_out(exchange.limits().body_timeout, ec);
    co_return ec ? Streamed::provider_stopped : Streamed::whole;
}

Task<Streamed> stream_body(Visit& visit, Exchange& exchange)
{
    auto const framing = visit.head().framing;
    if (framing == http::Framing::none) co_return Streamed::whole;
    exchange.connection().look_out();
    Error ec;
    co_await invite_body(visit.caller, visit.limits(), ec);
    if (ec) co_return Streamed::caller_failed;
    if (framing == http::Framing::chunked) co_return co_await stream_chunks(visit, exchange);
    visit.trace.bytes_in = visit.head().length;
    co_return co_await stream_length(visit, exchange);
}

void write_head(std::string& out, Visit const& visit)
{
    write_request_head(out, visit);
    auto const framing = visit.head().framing;
    if (framing == http::Framing::chunked) {
        http::append_field(out, "Transfer-Encoding", "chunked");
    } else if (!visit.head()[http::Id::content_length].empty()) {
        http::append_length(out, visit.head().length);
    }
    out.append("\r\n");
}

/// A connection with the head on it.
Task<Fate> open(Visit& visit, Exchange& exchange)
{
    auto& request = visit.caller.request;
    request.clear();
    visit.caller.last_route.request_head = 0;
    write_head(request, visit);
    for (;;) {
        auto fate = Fate::answered;
        if (!exchange.prepare_at_once()) fate = co_await exchange.prepare();
        count_dialled(visit, exchange, fate);
        if (fate != Fate::answered) co_return fate;
        visit.trace.handed_over = Steady::now();
        std::string_view left = request;
        std::string_view body;  // follows by itself
        fate = exchange.send_at_once(left, body);
        auto const more = fate == Fate::answered && (!left.empty() || exchange.owes());
        if (more) fate = co_await exchange.send(left, {});
        if (!exchange.may_send_again(fate)) co_return fate;
    }
}

}  // namespace

void count_dialled(Visit const& visit, Exchange& exchange, Fate fate)
{
    if (fate == Fate::overloaded) return;
    auto const reached = fate == Fate::answered;
    auto const reused = reached && exchange.connection().used_before;
    visit.counters().count(!reached ? Dialled::failed : reused ? Dialled::reused : Dialled::opened);
}

providers::Trouble trouble_of(Fate fate)
{
    switch (fate) {
        case Fate::overloaded: return providers::Trouble::overloaded;
        case Fate::connect_timeout:
        case Fate::answer_timeout: return providers::Trouble::upstream_timeout;
        case Fate::unalterable:
        case Fate::sealed: return providers::Trouble::unreadable;
        default: return providers::Trouble::upstream_refused;
    }
}

model::Problem problem_of(Fate fate)
{
    switch (fate) {
        case Fate::overloaded: return {"too many calls to the provider are under way", "gateway"};
        case Fate::unreachable:
            return {"the provider could not be reached; nothing was sent", "upstream"};
        case Fate::unalterable:
            return {
                "a recipient who opted out can't be taken out of a signed call: the gateway holds "
                "no credential to sign it anew; nothing was sent",
                "signature"};
        case Fate::sealed:
            return {
                "a recipient who opted out can't be taken out of a message that its sender signed "
                "(DKIM); nothing was sent",
                "signature"};
        case Fate::connect_timeout:
            return {"the provider did not accept a connection; nothing was sent", "upstream"};
        case Fate::garbled:
            return {"the provider's answer could not be read; it may have been sent", "upstream"};
        case Fate::answer_timeout:
            return {"the provider did not answer in time; it may have been sent", "upstream"};
        default:
            return {"the provider closed the connection without an answer; it may have been sent",
                    "upstream"};
    }
}

Task<bool> pass_through(Visit& visit)
{
    Exchange exchange{visit.route->pool};
    auto fate = co_await open(visit, exchange);
    auto streamed = Streamed::whole;
    if (fate == Fate::answered) streamed = co_await stream_body(visit, exchange);
    if (streamed == Streamed::caller_failed) {
        visit.trace.trouble = "caller_gone";
        co_return co_await reply_problem(visit, visit.caller.timed_out() ? 408 : 400,
                                         "The request body could not be read",
                                         "it ended early, or its framing is malformed");
    }
    visit.caller.body_unread = streamed != Streamed::whole;
    if (streamed == Streamed::whole) exchange.request_is_whole(fate == Fate::answered);
    // A provider that stops reading has often answered already.
    if (!surely_not_sent(fate)) fate = co_await exchange.read_answer(visit.is_head_request());
    if (fate != Fate::answered) {
        auto const problem = problem_of(fate);
        co_return co_await refuse(visit, trouble_of(fate), problem);
    }
    visit.trace.heard_back = Steady::now();
    co_return co_await relay(visit, exchange);
}

std::optional<providers::Answer> recalled(Visit const& visit)
{
    if (visit.dialect().recall == nullptr) return std::nullopt;
    return visit.dialect().recall(visit.call, stamp_of(visit));
}

Task<bool> pass_or_recall(Visit& visit)
{
    auto answer = recalled(visit);
    return answer ? say(visit, *std::move(answer)) : pass_through(visit);
}

}  // namespace gateway
