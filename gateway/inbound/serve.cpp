#include "gateway/inbound/serve.hpp"

#include "gateway/http/write.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/pipeline.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace gateway {
namespace {

/// What a closing connection may still send before it is cut off, so that our last answer is not lost to a reset
/// (RFC 9112 §9.6).
constexpr std::chrono::seconds linger_patience{2};
constexpr std::size_t linger_bytes = 256 * 1024;

/// Room behind the largest head, for the lines between a body's chunks.
constexpr std::size_t chunk_line_bytes = 1024;

enum class HeadRead { complete, refused, cut_short, timed_out, gone };

/// Reads the head of the next call behind what is pending. `gone` also where nothing came before the idle deadline.
Task<HeadRead> read_head(Caller& caller, Limits const& limits)
{
    Error ec;
    caller.make_room();
    caller.between_calls = caller.pending().empty();
    if (caller.between_calls) co_await caller.fill_idle(limits.idle_timeout, ec);
    caller.between_calls = false;
    if (ec) co_return HeadRead::gone;
    http::ParserLimits const head_limits{limits.head_bytes, limits.fields};
    if (auto const size = caller.last_head.again(caller.pending(), caller.head, head_limits)) {
        caller.use(size);
        co_return HeadRead::complete;
    }
    caller.last_head.forget();
    ++caller.head_number;
    caller.parser.emplace(caller.head, head_limits);
    auto const until = caller.clock().now + limits.head_timeout;
    for (std::size_t seen = 0;;) {
        auto const fed = caller.parser->feed(caller.pending().substr(seen));
        seen += fed.used;
        if (fed.what == http::Fed::What::refused) co_return HeadRead::refused;
        if (fed.what == http::Fed::What::head) {
            caller.last_head.keep(caller.pending().substr(0, seen), caller.head);
            caller.use(seen);
            co_return HeadRead::complete;
        }
        co_await caller.fill_until(until, ec);
        if (ec == asio::error::no_buffer_space) co_return HeadRead::refused;
        if (ec == asio::error::eof && !caller.pending().empty()) co_return HeadRead::cut_short;
        if (ec) co_return caller.timed_out() ? HeadRead::timed_out : HeadRead::gone;
    }
}

/// Over the limit on connections: one answer that needs no memory, if the kernel takes it at once.
void turn_away_at_the_door(Socket& socket, bool is_tls)
{
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
        "Content-Length: 84\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
        R"({"type":"about:blank","title":"Too many connections are open at once","status":503})"
        "\n";
    Error ignored;
    socket.non_blocking(true, ignored);
    if (!is_tls) socket.write_some(asio::buffer(answer.data(), answer.size()), ignored);
}

Turned turned_by(unsigned status)
{
    return status == 413 || status == 431 ? Turned::too_large : Turned::bad_request;
}

/// A head that never became a call.
Task<> turn_away(Caller& caller, Worker& worker, HeadRead read)
{
    if (read == HeadRead::gone) co_return;
    auto const late = read == HeadRead::timed_out;
    auto const judged = caller.parser->refusal();
    auto const over_block = read == HeadRead::refused ? 431U : 400U;
    auto const refusal = judged != 0 ? judged : over_block;
    auto const status = late ? 408U : refusal;
    worker.site->counters().thread.count(late ? Turned::timed_out : turned_by(status));
    std::string const why =
        late ? "The request did not arrive in time" : "The request could not be read";
    auto const body = R"({"type":"about:blank","title":")" + why + R"(","status":)" +
                      std::to_string(status) + "}";
    auto& out = caller.out;
    out.clear();
    http::append_status(out, status);
    http::append_field(out, "Content-Type", "application/problem+json");
    http::append_length(out, body.size());
    http::append_field(out, "Connection", "close");
    out.append("\r\n").append(body);
    Error ec;
    co_await caller.write_out(worker.site->settings().limits.write_timeout, ec);
}

/// Calls one after another; pipelined ones are answered in order, because the next head is read only then.
Task<> serve_calls(Caller& caller, Worker& worker)
{
    for (auto keep = true; keep;) {
        auto const site = worker.site;  // a reload may replace it while the caller is idle
        auto const read = co_await read_head(caller, site->settings().limits);
        if (read != HeadRead::complete) co_return co_await turn_away(caller, worker, read);
        keep = co_await handle(caller, worker);
    }
}

Task<> linger(Caller& caller)
{
    caller.stream.shutdown_send();
    auto const until = caller.clock().now + linger_patience;
    Error ec;
    for (std::size_t drained = 0; !ec && drained < linger_bytes;) {
        caller.use(caller.pending().size());
        caller.make_room();
        co_await caller.fill_until(until, ec);
        drained += caller.pending().size();
    }
}

}  // namespace

Task<> serve(std::unique_ptr<Caller> caller, Worker& worker,
             std::shared_ptr<boost::asio::ssl::context> tls)
{
    auto const site = worker.site;
    auto& counters = site->counters().thread;
    counters.accepted.add();
    counters.connections.add();
    Error ec;
    if (tls) {
        caller->stream.use_tls(*tls, TlsEngine::Side::server);
        caller->allow(site->settings().limits.head_timeout);
        co_await caller->stream.handshake(ec);
        caller->wait_forever();
        if (ec) counters.count(Turned::tls_failed);
    }
    if (!ec) {
        co_await serve_calls(*caller, worker);
        if (!caller->timed_out()) co_await linger(*caller);
    }
    counters.connections.sub();
}

namespace {

/// Serves whoever was accepted, unless too many are here.
void welcome(Socket socket, Listener& listener, Worker& worker)
{
    auto const& limits = worker.site->settings().limits;
    if (worker.callers >= limits.connections) {
        worker.site->counters().thread.count(Turned::overloaded);
        turn_away_at_the_door(socket, listener.tls != nullptr);
        return;
    }
    auto caller = std::make_unique<Caller>(std::move(socket), worker.clock,
                                           limits.head_bytes + chunk_line_bytes);
    caller->provider = listener.provider;
    caller->stream.configure();
    worker.waiting.push_back(*caller);
    ++worker.callers;
    auto ended = [&worker](std::exception_ptr failure) {
        --worker.callers;
        if (failure) log::error("a connection ended by a failure of ours");
    };
    asio::co_spawn(worker.context, serve(std::move(caller), worker, listener.tls), ended);
}

}  // namespace

void accept_waiting(Listener& listener, Worker& worker)
{
    Error ec;
    listener.acceptor.non_blocking(true, ec);
    for (;;) {
        Socket socket{worker.context};
        if (!ec) listener.acceptor.accept(socket, ec);
        if (ec) return;
        welcome(std::move(socket), listener, worker);
    }
}

Task<> accept_callers(Listener& listener, Worker& worker)
{
    Timer pause{worker.context};
    while (listener.acceptor.is_open()) {
        Error ec;
        Socket socket{worker.context};
        co_await listener.acceptor.async_accept(socket, into(ec));
        if (ec == asio::error::operation_aborted) co_return;
        if (ec) {  // no descriptors, no memory: callers wait in the backlog
            pause.expires_after(tick_length);
            co_await pause.async_wait(into(ec));
            continue;
        }
        welcome(std::move(socket), listener, worker);
    }
}

}  // namespace gateway
