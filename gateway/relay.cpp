#include "gateway/relay.hpp"

#include "gateway/http/write.hpp"
#include "gateway/own_url.hpp"
#include "gateway/passage.hpp"
#include "gateway/reply.hpp"

#include <algorithm>

namespace gateway {
namespace {

/// Long bodies move in pieces of this size (performance.md, rule 7).
constexpr std::size_t piece_bytes = 256 * 1024;
constexpr std::size_t gathered_bytes = 64 * 1024;

/// One answer on its way from a provider to a caller.
struct Passing {
    // A constructor, because g++ 12 destroys aggregates that a coroutine braces twice.
    Passing(Visit& call, Exchange& with)
        : visit{call}, exchange{with}, keep_alive{keeps_alive(call)}
    {
    }

    Visit& visit;
    Exchange& exchange;
    bool keep_alive;
    bool to_chunks = false;  ///< the caller gets chunks
    bool begun = false;      ///< something of it went to the caller
    std::size_t taken = 0;   ///< of a body of known length: what was read before

    std::uint64_t length() const { return exchange.answer().length - taken; }
    Caller& caller() const { return visit.caller; }
    Upstream& upstream() const { return exchange.connection(); }

    void put(std::string_view bytes)
    {
        visit.trace.bytes_out += bytes.size();
        if (bytes.empty()) return;
        if (to_chunks) http::append_chunk_size(caller().out, bytes.size());
        caller().out.append(bytes);
        if (to_chunks) caller().out.append("\r\n");
    }
    Task<bool> flush()
    {
        if (caller().out.empty()) co_return true;
        begun = true;
        Error ec;
        co_await caller().write_out(visit.limits().write_timeout, ec);
        co_return !ec;
    }
};

void write_head(Passing& passing)
{
    auto const& answer = passing.exchange.answer();
    auto& out = passing.caller().out;
    auto const chunkable = passing.visit.head().version == 11;
    auto const framing = answer.framing;
    passing.to_chunks =
        chunkable && (framing == http::Framing::chunked || framing == http::Framing::until_close);
    if (!chunkable && framing != http::Framing::none && framing != http::Framing::length) {
        passing.keep_alive =
            false;  // HTTP/1.0 knows the end of such a body by the end of the connection
    }
    http::append_status(out, answer.status, answer.reason);
    append_answer_fields(out, passing.visit, answer);
    if (framing == http::Framing::length) {
        http::append_length(out, answer.length);
    } else if (passing.to_chunks) {
        http::append_field(out, "Transfer-Encoding", "chunked");
    } else if (framing == http::Framing::none) {
        auto const length = answer[http::Id::content_length];
        auto const bodiless = answer.status == 204 || answer.status == 304;
        if (passing.visit.is_head_request()) {
            if (!length.empty()) http::append_field(out, "Content-Length", length);
        } else if (!bodiless) {
            http::append_length(out, 0);
        }
    }
    append_closing_fields(out, passing.visit, passing.keep_alive);
    out.append("\r\n");
}

/// A body of known length, in pieces that nobody looks at.
Task<bool> relay_length(Passing& passing)
{
    auto& from = passing.upstream();
    auto left = passing.length();
    auto const here =
        from.pending().substr(0, std::min<std::uint64_t>(left, from.pending().size()));
    passing.put(here);
    left -= here.size();
    from.use(here.size());
    if (left > 0 && left <= from.free_bytes()) {  // its rest is likely to come with one more read
        Error ec;
        co_await from.fill(passing.exchange.limits().body_timeout, ec);
        if (ec) co_return false;
        auto const more =
            from.pending().substr(0, std::min<std::uint64_t>(left, from.pending().size()));
        passing.put(more);
        left -= more.size();
        from.use(more.size());
    }
    auto const flushed = co_await passing.flush();
    if (!flushed || left == 0) co_return flushed;

    auto buffer = passing.visit.worker.spares.take(piece_bytes);
    while (left > 0) {
        Error ec;
        auto const wanted = std::min<std::uint64_t>(left, piece_bytes);
        auto const read = co_await from.read_into({buffer.bytes.get(), wanted},
                                                  passing.exchange.limits().body_timeout, ec);
        if (ec) co_return false;
        left -= read;
        passing.visit.trace.bytes_out += read;
        co_await passing.caller().write({buffer.bytes.get(), read},
                                        passing.visit.limits().write_timeout, ec);
        if (ec) co_return false;
    }
    passing.visit.worker.spares.give(std::move(buffer));
    co_return true;
}

/// A chunked body: taken out of the provider's chunks and put into ours, without extensions and trailers.
Task<bool> relay_chunks(Passing& passing)
{
    auto& from = passing.upstream();
    auto& parser = passing.exchange.parser();
    for (;;) {
        auto const fed = parser.feed(from.pending());
        from.use(fed.used);
        if (fed.what == http::Fed::What::piece) passing.put(fed.piece);
        if (fed.what == http::Fed::What::refused) co_return false;
        if (fed.what == http::Fed::What::done) break;
        auto const starved = fed.what == http::Fed::What::need_more;
        auto flushed = true;
        if (starved || passing.caller().out.size() > gathered_bytes)
            flushed = co_await passing.flush();
        if (!flushed) co_return false;
        if (!starved) continue;
        from.make_room();
        Error ec;
        co_await from.fill(passing.exchange.limits().body_timeout, ec);
        if (ec) co_return false;
    }
    if (passing.to_chunks) passing.caller().out.append(http::last_chunk);
    co_return co_await passing.flush();
}

Task<bool> relay_until_close(Passing& passing)
{
    auto& from = passing.upstream();
    for (;;) {
        passing.put(from.pending());
        from.use(from.pending().size());
        auto const flushed = co_await passing.flush();
        if (!flushed) co_return false;
        from.make_room();
        Error ec;
        co_await from.fill(passing.exchange.limits().body_timeout, ec);
        if (ec == asio::error::eof) break;
        if (ec) co_return false;
    }
    if (passing.to_chunks) passing.caller().out.append(http::last_chunk);
    co_return co_await passing.flush();
}

/// Most answers are here whole with their head: those leave with one write. False: there is more to read.
bool gather(Passing& passing)
{
    auto const& answer = passing.exchange.answer();
    auto& from = passing.upstream();
    if (answer.framing == http::Framing::none) return true;
    if (answer.framing != http::Framing::length || passing.length() > from.pending().size())
        return false;
    auto const length = static_cast<std::size_t>(passing.length());
    passing.put(from.pending().substr(0, length));
    from.use(length);
    return true;
}

Task<bool> relay_body(Passing& passing)
{
    switch (passing.exchange.answer().framing) {
        case http::Framing::length: return relay_length(passing);
        case http::Framing::chunked: return relay_chunks(passing);
        case http::Framing::until_close: return relay_until_close(passing);
        default: return passing.flush();
    }
}

/// Puts what was read before. True: that was all of it.
bool put_collected(Passing& passing, Collected const& collected)
{
    passing.put(collected.bytes);
    passing.taken = collected.bytes.size();
    if (collected.whole && passing.to_chunks) passing.caller().out.append(http::last_chunk);
    return collected.whole;
}

}  // namespace

Task<bool> tell_of_broken_answer(Visit& visit)
{
    visit.caller.out.clear();
    visit.trace.answered_by = AnsweredBy::optgate;
    if (visit.trace.verdict) visit.trace.verdict = SendVerdict::refused;
    auto const problem = problem_of(Fate::garbled);
    co_return co_await refuse(visit, trouble_of(Fate::garbled), problem);
}

Task<bool> relay(Visit& visit, Exchange& exchange, Collected collected)
{
    Passing passing{visit, exchange};
    visit.trace.answered_by = AnsweredBy::provider;
    visit.trace.status = exchange.answer().status;
    write_head(passing);
    auto whole = true;
    auto const here = put_collected(passing, collected);
    if (!here && !gather(passing)) {
        whole = co_await relay_body(passing);
    } else if (Error ec; !visit.caller.write_out_at_once(ec) || ec) {
        passing.begun = true;
        whole = !ec;
        if (whole) whole = co_await passing.flush();
    }
    if (!whole && !passing.begun) co_return co_await tell_of_broken_answer(visit);
    if (!whole) {
        visit.trace.trouble = "cut_short";
        co_return false;  // what was begun can't be mended: the end of the connection tells the caller
    }
    exchange.finish();
    co_return passing.keep_alive;
}

}  // namespace gateway
