#include "gateway/send.hpp"

#include "gateway/callback.hpp"
#include "gateway/http/write.hpp"
#include "gateway/inbound/application.hpp"
#include "gateway/inbound/body.hpp"
#include "gateway/passage.hpp"
#include "gateway/recorded.hpp"
#include "gateway/relay.hpp"
#include "gateway/reply.hpp"
#include "gateway/ruling.hpp"
#include "gateway/upstream/exchange.hpp"
#include "providers/wire/gzip.hpp"

#include <algorithm>

namespace gateway {
namespace {

using providers::Trouble;

/// Bodies up to this size leave in one write with their head (performance.md, rule 1).
constexpr std::size_t one_write_bytes = 16 * 1024;

/// A body as it came, and what it decodes to.
struct Body {
    explicit Body(Worker& worker)
        : held{worker.shared.budget, worker.spares}, charge{worker.shared.budget}
    {
    }

    HeldBody held;
    Charge charge;
    std::string plain;     ///< unpacked, where it came compressed
    std::string_view raw;  ///< as it came
    bool packed = false;
};

/// Why a send was refused before anything was decided.
struct Refusal {
    Trouble trouble;
    model::Problem problem;
};

std::optional<Refusal> unpack(Visit& visit, Body& body)
{
    auto const coding = visit.head()[http::Id::content_encoding];
    visit.call.body = body.raw;
    if (visit.head().repeats_type) {  // the provider might go by the other one
        return Refusal{Trouble::unreadable, {"given twice", "Content-Type or Content-Encoding"}};
    }
    if (coding.empty() || http::iequals(coding, "identity")) return std::nullopt;
    if (!http::iequals(coding, "gzip") && !http::iequals(coding, "x-gzip")) {
        return Refusal{Trouble::unsupported_media,
                       {"only gzip and identity can be read", "Content-Encoding"}};
    }
    auto plain = wire::gunzip(body.raw, visit.limits().body_bytes);
    if (!plain) return Refusal{Trouble::unreadable, plain.error()};
    if (!body.charge.take(plain->size())) {
        return Refusal{Trouble::overloaded, {"too many large messages at one time", "body"}};
    }
    body.plain = *std::move(plain);
    body.packed = true;
    visit.call.body = body.plain;
    return std::nullopt;
}

std::optional<Refusal> refusal_of(BodyRead read)
{
    switch (read) {
        case BodyRead::whole: return std::nullopt;
        case BodyRead::too_large:
            return Refusal{Trouble::too_large, {"the body is over the configured limit", "body"}};
        case BodyRead::over_budget:
            return Refusal{Trouble::overloaded, {"too many large messages at one time", "body"}};
        case BodyRead::timed_out:
            return Refusal{Trouble::unreadable, {"the body did not arrive in time", "body"}};
        default:
            return Refusal{Trouble::unreadable,
                           {"the body ended early, or its framing is malformed", "body"}};
    }
}

Application const* application_of(Visit& visit)
{
    auto& caller = visit.caller;
    auto const header =
        visit.head().has_own ? visit.head().find("X-Optgate-App") : std::string_view{};
    auto const authorization = visit.call.authorization;
    auto const& known = visit.settings().applications;
    if (!header.empty()) return find_application(known, header, authorization);
    if (caller.last_site != visit.site || caller.last_authorization != authorization) {
        caller.last_application = find_application(known, {}, authorization);
        caller.last_authorization = authorization;
        caller.last_site = visit.site;
    }
    return caller.last_application;
}

/// What the caller's headers ask for.
model::Result<Intent> read_intent(Visit& visit)
{
    Intent intent;
    auto const& settings = visit.settings();
    intent.application = application_of(visit);
    if (intent.application == nullptr)
        return model::Problem{"no such application", "X-Optgate-App"};
    if (!visit.head().has_own) return intent;
    intent.customer = visit.head().find("X-Optgate-Customer");
    if (auto const name = visit.head().find("X-Optgate-Stream"); !name.empty()) {
        auto const* stream = settings.streams.find(name);
        if (stream == nullptr) return model::Problem{"no such stream", "X-Optgate-Stream"};
        intent.stream = stream->name;
    }
    auto const category = visit.head().find("X-Optgate-Category");
    if (category.empty() || !intent.application->may_set_category) return intent;
    intent.category = settings.categories.find(category);
    if (!intent.category) return model::Problem{"no such category", "X-Optgate-Category"};
    return intent;
}

void write_request(std::string& out, Visit const& visit, Body const& body,
                   providers::Cuts const& cuts)
{
    auto const unpacked = body.packed && !cuts.empty();
    auto& known = visit.caller.last_route.request_head;
    if (known != 0 && !unpacked) {
        out.resize(known);
    } else {
        out.clear();
        write_request_head(out, visit, unpacked ? http::Id::content_encoding : http::Id::unknown);
        known = unpacked ? 0 : out.size();
    }
    if (cuts.empty()) {
        http::append_length(out, body.raw.size());
        out.append("\r\n");
        if (body.raw.size() <= one_write_bytes) out.append(body.raw);
        return;
    }
    auto const kept = providers::applied(cuts, visit.call.body);
    http::append_length(out, kept.size());
    out.append("\r\n").append(kept);
}

/// The decision is recorded before anybody is kept back because of it. True: it is durable, or nothing had to be.
Task<bool> record(Visit& visit, Ruling& ruling)
{
    auto entries = ruling.unrecorded(view(visit.trace.decision), wall_clock());
    auto const keeps_back = ruling.decision().suppresses_any();
    auto const durable = co_await recorded(visit.worker.shared.commits, std::move(entries));
    co_return durable || !keeps_back;
}

/// Consent can't be known for sure, or a decision can't be recorded, while the store can't be written.
bool store_forbids(Visit const& visit, Ruling const& ruling)
{
    return !visit.worker.shared.commits.writable() && ruling.doubt_keeps_back();
}

/// One send after its body was read and understood.
struct Delivery {
    // A constructor, because g++ 12 destroys aggregates that a coroutine braces twice.
    Delivery(Visit& call, Body const& bytes, Ruling& verdicts)
        : visit{call}, body{bytes}, ruling{verdicts}, exchange{call.route->pool}
    {
    }

    Visit& visit;
    Body const& body;
    Ruling& ruling;
    Exchange exchange;

    bool nobody_left() const { return !ruling.decision().delivers_any(); }
    bool is_settled() const { return !ruling.is_stale() && ruling.is_recorded(); }
};

model::Problem store_problem()
{
    return {"preferences can't be recorded at the moment", "store"};
}

/// Looks at everybody's consent a last time, just before the first byte leaves; records who stopped meanwhile.
/// False: could not be recorded.
Task<bool> settle(Delivery& delivery)
{
    while (!delivery.is_settled()) {
        if (delivery.ruling.is_stale()) delivery.ruling.renew();
        if (delivery.ruling.is_recorded()) continue;
        auto const durable = co_await record(delivery.visit, delivery.ruling);
        if (!durable) co_return false;
    }
    co_return true;
}

/// The request without those who are kept back; what of the body goes in a write of its own.
std::string_view write_forwarded(Delivery& delivery)
{
    auto& visit = delivery.visit;
    auto const& decision = delivery.ruling.decision();
    providers::Cuts cuts;
    if (decision.suppresses_any()) cuts = visit.dialect().rewrite(visit.call, decision);
    write_request(visit.caller.request, visit, delivery.body, cuts);
    auto const apart = cuts.empty() && delivery.body.raw.size() > one_write_bytes;
    return apart ? delivery.body.raw : std::string_view{};
}

/// Forwards what is left. `answered`: the provider's answer waits to be relayed. `settled`: what was kept back is on
/// record; where it is not, nothing was sent.
Task<Fate> forward(Delivery& delivery, bool& settled)
{
    auto& exchange = delivery.exchange;
    for (;;) {
        auto fate = Fate::answered;
        if (!exchange.prepare_at_once()) fate = co_await exchange.prepare();
        count_dialled(delivery.visit, exchange, fate);
        if (fate != Fate::answered) co_return fate;
        if (!delivery.is_settled()) settled = co_await settle(delivery);
        if (!settled || delivery.nobody_left()) co_return Fate::answered;
        auto const apart = write_forwarded(delivery);
        std::string_view left = delivery.visit.caller.request;
        delivery.visit.trace.handed_over = Steady::now();
        fate = exchange.send_at_once(left);
        auto const more = fate == Fate::answered && left.size() + apart.size() > 0;
        if (more) fate = co_await exchange.send(left, apart);
        // A provider may answer before it has read everything, and then stop reading.
        if (exchange.may_send_again(fate)) continue;
        fate = co_await exchange.read_answer(false);
        if (!exchange.may_send_again(fate)) co_return fate;
    }
}

Task<bool> answer_nobody_left(Delivery& delivery, providers::RefusalStyle style)
{
    auto& visit = delivery.visit;
    providers::Stamp stamp{wall_clock(), {}};
    for (char const c : view(visit.trace.decision)) {
        if (c != '-') stamp.id += c;
    }
    if (style == providers::RefusalStyle::accept && visit.dialect().callback != nullptr) {
        post_later(visit.worker, visit.settings().callbacks,
                   visit.dialect().callback(visit.call, stamp));
    }
    auto const answer =
        visit.dialect().answer(visit.call, delivery.ruling.decision(), style, stamp);
    co_return co_await reply(visit, answer);
}

Task<bool> store_unavailable(Visit& visit)
{
    visit.trace.verdict = SendVerdict::refused;
    return refuse(visit, Trouble::store_unavailable, store_problem());
}

Task<bool> fail(Delivery& delivery, Fate fate)
{
    auto& visit = delivery.visit;
    visit.trace.verdict = SendVerdict::refused;
    auto const unsent = surely_not_sent(fate);
    if (fate != Fate::overloaded) {  // an overload must not become one of the journal
        auto entries = delivery.ruling.forwarded(
            view(visit.trace.decision), wall_clock(),
            unsent ? model::Outcome::not_sent : model::Outcome::unknown,
            unsent ? model::Reason::upstream_refused : model::Reason::upstream_failed);
        co_await recorded(visit.worker.shared.commits, std::move(entries));
    }
    auto const problem = problem_of(fate);
    co_return co_await refuse(visit, trouble_of(fate), problem);
}

/// What the caller wants, read and understood.
struct Order {
    Intent intent;
    model::Send send;
};

std::optional<Refusal> understand(Visit& visit, Order& order)
{
    auto intent = read_intent(visit);
    if (!intent) return Refusal{Trouble::unreadable, intent.error()};
    order.intent = *intent;
    visit.trace.application = intent->application->name;
    auto message = visit.dialect().read(visit.call);
    if (!message) return Refusal{providers::trouble_of(message.error()), message.error()};
    if (message->recipients.size() > visit.limits().recipients) {
        return Refusal{Trouble::too_large, {"too many recipients in one send", "recipients"}};
    }
    order.send = *std::move(message);
    return std::nullopt;
}

/// A coroutine of its own beside `send`: Asio recycles no frame of more than 1020 bytes.
Task<bool> deliver(Visit& visit, Body const& body, Order const& order)
{
    auto const& intent = order.intent;
    visit.trace.decision =
        visit.worker.ids.next(static_cast<std::uint64_t>(wall_clock().time_since_epoch().count()));
    visit.trace.decided = true;
    Ruling ruling{order.send,      intent,           *visit.route->provider,
                  visit.call.path, visit.settings(), visit.worker.shared.index};
    Delivery delivery{visit, body, ruling};
    auto settled = !store_forbids(visit, delivery.ruling);
    if (settled && !delivery.is_settled()) settled = co_await settle(delivery);
    if (!settled) co_return co_await store_unavailable(visit);
    auto fate = Fate::answered;
    if (!delivery.nobody_left()) fate = co_await forward(delivery, settled);
    visit.trace.category = delivery.ruling.category();
    if (fate != Fate::answered) co_return co_await fail(delivery, fate);
    if (!settled) co_return co_await store_unavailable(visit);
    visit.trace.verdict = delivery.ruling.verdict();
    delivery.ruling.each([&visit](auto channel, auto outcome, auto reason) {
        visit.counters().count(channel, outcome, reason);
    });
    if (delivery.nobody_left())
        co_return co_await answer_nobody_left(delivery, intent.application->refusal);

    visit.trace.heard_back = Steady::now();
    if (visit.settings().journal.delivered) {
        visit.worker.shared.commits.record(
            delivery.ruling.forwarded(view(visit.trace.decision), wall_clock(),
                                      model::Outcome::delivered, model::Reason::allowed),
            {});
    }
    auto const keep = co_await relay(visit, delivery.exchange);
    if (visit.trace.verdict == SendVerdict::refused) {  // the answer broke off before it was heard
        visit.worker.shared.commits.record(
            delivery.ruling.forwarded(view(visit.trace.decision), wall_clock(),
                                      model::Outcome::unknown, model::Reason::upstream_failed),
            {});
    }
    co_return keep;
}

}  // namespace

Task<bool> send(Visit& visit)
{
    Body body{visit.worker};
    auto read = BodyRead::whole;
    if (auto const at_hand = body_at_hand(visit.caller)) {
        body.raw = *at_hand;
    } else {
        read = co_await read_body(visit.caller, visit.limits(), body.held, body.raw);
    }
    visit.trace.bytes_in = body.raw.size();
    Order order;
    auto refused = refusal_of(read);  // who is gone may have ended only the sending side
    if (!refused) refused = unpack(visit, body);
    if (!refused) refused = understand(visit, order);
    if (refused) co_return co_await refuse(visit, refused->trouble, refused->problem);
    auto const keep = co_await deliver(visit, body, order);
    co_return keep;
}

}  // namespace gateway
