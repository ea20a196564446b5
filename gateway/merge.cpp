#include "gateway/merge.hpp"

#include "gateway/http/write.hpp"
#include "gateway/own_url.hpp"
#include "gateway/relay.hpp"
#include "gateway/reply.hpp"
#include "providers/wire/gzip.hpp"

#include <algorithm>
#include <string>

namespace gateway {
namespace {

/// An answer's body while it is collected.
struct Collection {
    // A constructor, because g++ 12 destroys aggregates that a coroutine braces twice.
    Collection(Visit& call, Exchange& with)
        : visit{call}, exchange{with}, charge{call.worker.shared.budget}
    {
    }

    enum class State { more, whole, too_large, broken };

    Visit& visit;
    Exchange& exchange;
    Charge charge;
    std::string body;
    State state = State::more;

    Upstream& from() const { return exchange.connection(); }
    std::size_t most() const { return exchange.limits().merged_bytes; }

    /// Keeps it even where it is too much: it must still be relayed.
    void take(std::string_view bytes)
    {
        if (body.size() + bytes.size() > most() || !charge.take(bytes.size()))
            state = State::too_large;
        body.append(bytes);
    }
};
using State = Collection::State;

void take_length(Collection& all)
{
    auto const length = all.exchange.answer().length;
    auto& from = all.from();
    if (length > all.most()) {
        all.state = State::too_large;
        return;
    }
    auto const here = from.pending().substr(0, static_cast<std::size_t>(length) - all.body.size());
    from.use(here.size());
    all.take(here);
    if (all.state == State::more && all.body.size() == length) all.state = State::whole;
}

void take_chunks(Collection& all)
{
    auto& from = all.from();
    while (all.state == State::more) {
        auto const fed = all.exchange.parser().feed(from.pending());
        from.use(fed.used);
        if (fed.what == http::Fed::What::piece) all.take(fed.piece);
        if (fed.what == http::Fed::What::refused) all.state = State::broken;
        if (fed.what == http::Fed::What::done) all.state = State::whole;
        if (fed.what == http::Fed::What::need_more) return;
    }
}

void take_what_is_here(Collection& all)
{
    auto& from = all.from();
    switch (all.exchange.answer().framing) {
        case http::Framing::length: return take_length(all);
        case http::Framing::chunked: return take_chunks(all);
        case http::Framing::until_close:
            all.take(from.pending());
            return from.use(from.pending().size());
        default: all.state = State::whole;
    }
}

/// The head's spans stay where they are: it is still to be handed on.
Task<> collect(Collection& all)
{
    auto& from = all.from();
    auto const head_end = from.mark();
    auto const until_close = all.exchange.answer().framing == http::Framing::until_close;
    for (;;) {
        take_what_is_here(all);
        if (all.state != State::more) co_return;
        from.make_room_behind(head_end);
        Error ec;
        co_await from.fill(all.exchange.limits().body_timeout, ec);
        if (!ec) continue;
        auto const ended = until_close && ec == asio::error::eof;
        all.state = ended ? State::whole : State::broken;
        co_return;
    }
}

std::optional<std::string> in_the_clear(Collection const& all)
{
    auto const coding = all.exchange.answer()[http::Id::content_encoding];
    if (coding.empty() || http::iequals(coding, "identity")) return all.body;
    if (!http::iequals(coding, "gzip")) return std::nullopt;
    auto plain = wire::gunzip(all.body, all.most());
    if (!plain) return std::nullopt;
    return *std::move(plain);
}

std::optional<providers::Answer> merged(Collection const& all, model::Decision const& decision,
                                        providers::RefusalStyle style)
{
    auto body = in_the_clear(all);
    if (!body) return std::nullopt;
    auto const length = body->size();
    body->resize(length + body_padding);  // zeroed, so that reading it is reading something
    auto const& visit = all.visit;
    auto const& answer = all.exchange.answer();
    std::vector<providers::Header> headers;
    for (auto const& field : answer.fields)
        headers.push_back({field.name, field.value});
    providers::ProviderAnswer const heard{answer.status, answer[http::Id::content_type], headers,
                                          std::string_view{*body}.substr(0, length)};
    return visit.dialect().merge(visit.call, decision, style, heard, stamp_of(visit));
}

/// A field that says something of the body which is no longer true.
bool is_of_the_body(http::Field const& field)
{
    return field.id == http::Id::content_encoding || field.id == http::Id::content_md5 ||
           field.id == http::Id::etag || http::iequals(field.name, "Digest") ||
           http::iequals(field.name, "Content-Digest");
}

void write_merged(std::string& out, Visit const& visit, http::Head const& head,
                  providers::Answer const& answer)
{
    auto const is_given = [&answer](std::string_view name) {
        return std::any_of(answer.headers.begin(), answer.headers.end(),
                           [name](auto const& field) { return http::iequals(field.first, name); });
    };
    http::append_status(out, answer.status,
                        answer.status == head.status ? head.reason : std::string_view{});
    http::append_forwarded_but(out, head, [&](http::Field const& field) {
        return is_of_the_body(field) || is_given(field.name);
    });
    append_fields(out, visit, answer);
    http::append_length(out, answer.body.size());
}

Task<bool> say_merged(Visit& visit, Exchange& exchange, providers::Answer const& answer)
{
    auto const keep_alive = keeps_alive(visit);
    auto& out = visit.caller.out;
    write_merged(out, visit, exchange.answer(), answer);
    append_closing_fields(out, visit, keep_alive);
    out.append("\r\n").append(answer.body);
    visit.trace.answered_by = AnsweredBy::provider;
    visit.trace.status = answer.status;
    visit.trace.bytes_out = answer.body.size();
    exchange.finish();
    Error ec;
    co_await visit.caller.write_out(visit.limits().write_timeout, ec);
    co_return keep_alive && !ec;
}

}  // namespace

Task<bool> relay_merged(Visit& visit, Exchange& exchange, model::Decision const& decision,
                        providers::RefusalStyle style)
{
    Collection all{visit, exchange};
    auto const is_success = exchange.answer().status / 100 == 2;
    if (is_success) co_await collect(all);
    if (all.state == State::broken) co_return co_await tell_of_broken_answer(visit);
    std::optional<providers::Answer> answer;
    if (all.state == State::whole) answer = merged(all, decision, style);
    if (answer) co_return co_await say_merged(visit, exchange, *answer);
    // Where it was read, the dialect wants it as it came; and of a failure its status tells.
    if (is_success && (all.state != State::whole || !in_the_clear(all)))
        visit.trace.trouble = "not_merged";
    Collected const collected{all.body, all.state == State::whole};
    co_return co_await relay(visit, exchange, collected);
}

}  // namespace gateway
