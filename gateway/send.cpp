#include "gateway/send.hpp"

#include "gateway/admission.hpp"
#include "gateway/callback.hpp"
#include "gateway/merge.hpp"
#include "gateway/order.hpp"
#include "gateway/outgoing.hpp"
#include "gateway/passage.hpp"
#include "gateway/recorded.hpp"
#include "gateway/relay.hpp"
#include "gateway/reply.hpp"
#include "gateway/upstream/exchange.hpp"

#include <boost/asio/post.hpp>

namespace gateway {
namespace {

using providers::Trouble;

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

/// One call after its body was read and understood.
struct Delivery {
    // A constructor, because g++ 12 destroys aggregates that a coroutine braces twice.
    Delivery(Visit& call, Body const& bytes, Ruling* verdicts)
        : visit{call}, body{bytes}, ruling{verdicts}, exchange{call.route->pool}
    {
    }

    Visit& visit;
    Body const& body;
    Ruling* ruling;  ///< null: nobody is named whom we could judge
    Exchange exchange;

    bool nobody_left() const { return ruling != nullptr && !ruling->decision().delivers_any(); }
    bool is_settled() const
    {
        return ruling == nullptr || (!ruling->is_stale() && ruling->is_recorded());
    }
    bool is_pruned() const { return ruling != nullptr && ruling->decision().suppresses_any(); }

    /// `answered`: whoever is kept back can be left out, whatever the caller or the message's sender signed.
    Fate fate_of_signatures() const
    {
        if (!is_pruned()) return Fate::answered;
        if (breaks_signature(visit)) return Fate::unalterable;
        return ruling->breaks_seal() ? Fate::sealed : Fate::answered;
    }
};

model::Problem store_problem()
{
    return {"preferences can't be recorded at the moment", "store"};
}

/// Looks at everybody's consent a last time, just before the first byte leaves; records who stopped meanwhile.
/// False: could not be recorded, or changed faster than it can be looked at.
Task<bool> settle(Delivery& delivery)
{
    constexpr int most_looks = 100;
    auto& ruling = *delivery.ruling;
    for (int look = 0; look < most_looks; ++look) {
        if (ruling.is_stale()) ruling.renew();
        if (!ruling.is_recorded()) {
            auto const durable = co_await record(delivery.visit, ruling);
            if (!durable) co_return false;
        }
        if (delivery.is_settled()) co_return true;
        // Thousands of recipients while an import changes others: the thread's other calls get their turn.
        co_await asio::post(delivery.visit.worker.context, asio::use_awaitable_t<Executor>{});
    }
    co_return false;
}

/// The request without those who are kept back; what of the body goes in a write of its own.
std::string_view write_forwarded(Delivery& delivery)
{
    auto& visit = delivery.visit;
    Pruning pruning;
    if (delivery.is_pruned()) {
        auto const& dialect = visit.dialect();
        auto const& decision = delivery.ruling->decision();
        pruning.body = dialect.rewrite(visit.call, decision);
        if (dialect.rewrite_query != nullptr)
            pruning.query = dialect.rewrite_query(visit.call, decision);
    }
    return write_request(visit.caller.request, visit, delivery.body, pruning);
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
        fate = delivery.fate_of_signatures();
        if (fate != Fate::answered) co_return fate;
        auto apart = write_forwarded(delivery);
        std::string_view left = delivery.visit.caller.request;
        delivery.visit.trace.handed_over = Steady::now();
        fate = exchange.send_at_once(left, apart);
        auto const more =
            fate == Fate::answered && (left.size() + apart.size() > 0 || exchange.owes());
        if (more) fate = co_await exchange.send(left, apart);
        // A provider may answer before it has read everything, and then stop reading.
        if (exchange.may_send_again(fate)) continue;
        fate = co_await exchange.read_answer(delivery.visit.is_head_request());
        if (!exchange.may_send_again(fate)) co_return fate;
    }
}

Task<bool> answer_nobody_left(Delivery& delivery, providers::RefusalStyle style)
{
    auto& visit = delivery.visit;
    auto const stamp = stamp_of(visit);
    if (style == providers::RefusalStyle::accept && visit.dialect().callback != nullptr) {
        post_later(visit.worker, visit.settings().callbacks,
                   visit.dialect().callback(visit.call, stamp));
    }
    auto const answer =
        visit.dialect().answer(visit.call, delivery.ruling->decision(), style, stamp);
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
        auto entries = delivery.ruling->forwarded(
            view(visit.trace.decision), wall_clock(),
            unsent ? model::Outcome::not_sent : model::Outcome::unknown,
            unsent ? model::Reason::upstream_refused : model::Reason::upstream_failed);
        co_await recorded(visit.worker.shared.commits, std::move(entries));
    }
    auto const problem = problem_of(fate);
    co_return co_await refuse(visit, trouble_of(fate), problem);
}

/// The task that hands the provider's answer to the caller: no coroutine of its own.
Task<bool> hand_back(Delivery& delivery, providers::RefusalStyle style)
{
    auto& visit = delivery.visit;
    auto const merges = delivery.is_pruned() && visit.dialect().merge != nullptr;
    if (!merges) return relay(visit, delivery.exchange);
    return relay_merged(visit, delivery.exchange, delivery.ruling->decision(), style);
}

/// A call by which nobody is written to whom we could ask about goes on as it came: it is no send.
Task<bool> pass_on(Visit& visit, Body const& body)
{
    Delivery delivery{visit, body, nullptr};
    auto settled = true;
    auto const fate = co_await forward(delivery, settled);
    if (fate != Fate::answered) {
        auto const problem = problem_of(fate);
        co_return co_await refuse(visit, trouble_of(fate), problem);
    }
    visit.trace.heard_back = Steady::now();
    auto const keep = co_await relay(visit, delivery.exchange);
    co_return keep;
}

/// Counts why messages were sent, and learns from those whose sender said it.
void note_categories(Visit& visit, Ruling& ruling)
{
    ruling.each_message(
        [&visit](auto const& classified, auto kind) { visit.counters().count(classified, kind); });
    if (!ruling.calibrate()) return;
    auto const counts = ruling.scores();
    visit.worker.shared.commits.run([counts](auto& writer) { writer.put_scores(counts); });
}

/// A coroutine of its own beside `send`: Asio recycles no frame of more than 1020 bytes.
Task<bool> deliver(Visit& visit, Body const& body, Order const& order)
{
    auto const& intent = order.intent;
    visit.trace.decision =
        visit.worker.ids.next(static_cast<std::uint64_t>(wall_clock().time_since_epoch().count()));
    visit.trace.decided = true;
    Ruling ruling{order.send, intent,           *visit.route->provider,
                  visit.call, visit.settings(), visit.worker.shared.index};
    Delivery delivery{visit, body, &ruling};
    auto settled = !store_forbids(visit, ruling);
    if (settled && !delivery.is_settled()) settled = co_await settle(delivery);
    if (!settled) co_return co_await store_unavailable(visit);
    auto fate = Fate::answered;
    if (!delivery.nobody_left()) fate = co_await forward(delivery, settled);
    visit.trace.category = ruling.category();
    if (fate != Fate::answered) co_return co_await fail(delivery, fate);
    if (!settled) co_return co_await store_unavailable(visit);
    visit.trace.verdict = ruling.verdict();
    ruling.each([&visit](auto channel, auto outcome, auto reason) {
        visit.counters().count(channel, outcome, reason);
    });
    note_categories(visit, ruling);
    if (delivery.nobody_left())
        co_return co_await answer_nobody_left(delivery, intent.application->refusal);

    visit.trace.heard_back = Steady::now();
    auto entries = ruling.delivered(view(visit.trace.decision), wall_clock());
    if (!entries.empty()) visit.worker.shared.commits.record(std::move(entries), {});
    auto const keep = co_await hand_back(delivery, intent.application->refusal);
    if (visit.trace.verdict == SendVerdict::refused) {  // the answer broke off before it was heard
        visit.worker.shared.commits.record(
            ruling.forwarded(view(visit.trace.decision), wall_clock(), model::Outcome::unknown,
                             model::Reason::upstream_failed),
            {});
    }
    co_return keep;
}

/// The task that does what is asked for: no coroutine of its own.
Task<bool> carry_out(Visit& visit, Body const& body, Order const& order)
{
    return order.send.recipients.empty() ? pass_on(visit, body) : deliver(visit, body, order);
}

std::optional<Refusal> take_order(Visit& visit, Body& body, Order& order)
{
    if (!visit.is_send) return std::nullopt;
    auto refused = unpack(visit, body);
    if (!refused) refused = understand(visit, order);
    return refused;
}

/// A call that is signed by a key of ours, whose body is here.
Task<bool> send_signed(Visit& visit, Body& body)
{
    if (auto const denial = admit(visit)) co_return co_await deny(visit, *denial);
    if (!visit.is_send) {
        if (auto const answer = recalled(visit)) co_return co_await reply(visit, *answer);
    }
    Order order;
    auto const refused = take_order(visit, body, order);
    if (refused) co_return co_await refuse(visit, refused->trouble, refused->problem);
    auto const keep = co_await carry_out(visit, body, order);
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
    visit.call.body = body.raw;
    auto refused = refusal_of(read);  // who is gone may have ended only the sending side
    if (!refused && is_signed_by_us(visit)) co_return co_await send_signed(visit, body);
    Order order;
    if (!refused) refused = take_order(visit, body, order);
    if (refused) co_return co_await refuse(visit, refused->trouble, refused->problem);
    auto const keep = co_await carry_out(visit, body, order);
    co_return keep;
}

}  // namespace gateway
