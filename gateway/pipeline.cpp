#include "gateway/pipeline.hpp"

#include "gateway/admission.hpp"
#include "gateway/http/target.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/passage.hpp"
#include "gateway/reply.hpp"
#include "gateway/send.hpp"

#include <exception>

namespace gateway {
namespace {

std::string names_of(Site const& site)
{
    std::string names;
    for (auto const& route : site.routes()) {
        names += (names.empty() ? "/" : ", /") + route.provider->name + "/";
    }
    return names;
}

/// A call whose path would be a send if its spelling were normalised may be one to the provider.
bool hides_a_send(Visit const& visit)
{
    auto const plain = http::normalised(visit.call.path);
    if (plain == visit.call.path) return false;
    auto call = visit.call;
    call.path = plain;
    return visit.dialect().claims(call);
}

/// An absolute target whose host is neither a provider's nor the one the caller reached us by.
bool is_for_somebody_else(Visit const& visit, std::string_view absolute)
{
    return !absolute.empty() && visit.caller.provider.empty() && http::is_foreign(absolute) &&
           !http::iequals(absolute, visit.head().host) && !visit.site->knows_host(absolute);
}

/// Why a call can't be routed.
struct Misrouted {
    unsigned status;
    std::string_view title;
    std::string_view detail;  ///< empty: the providers' names
};
constexpr Misrouted unknown_host{421, "No provider has this host name", {}};
constexpr Misrouted unknown_path{404, "No provider has this path", {}};

std::optional<Misrouted> find_route(Visit& visit)
{
    auto const& head = visit.head();
    auto const target = http::read_target(head.target);
    if (head.verb == http::Verb::unknown) {
        return Misrouted{501, "Unknown method", "this method is not forwarded"};
    }
    if (!target || head.verb == http::Verb::connect || head.verb == http::Verb::trace) {
        return Misrouted{400, "Bad request target",
                         "origin-form or absolute-form is needed, and no CONNECT or TRACE"};
    }
    auto const authority = target->authority.empty() ? head.host : target->authority;
    if (is_for_somebody_else(visit, target->authority)) return unknown_host;
    auto const routed = visit.caller.provider.empty()
                            ? visit.site->route(authority, target->origin)
                            : Routed{visit.site->find(visit.caller.provider), target->origin};
    if (routed.route == nullptr) {
        auto const named = !target->authority.empty() || http::is_foreign(authority);
        return named ? unknown_host : unknown_path;
    }
    visit.route = routed.route;
    visit.target = routed.target;
    return std::nullopt;
}

/// The same as `find_route`, which a head that comes again needs no more.
bool find_last_route(Visit& visit)
{
    auto const& last = visit.caller.last_route;
    if (last.head_number != visit.caller.head_number || last.site != visit.site) return false;
    visit.route = last.route;
    visit.target = visit.head().target.substr(last.target_at);
    return true;
}

void remember_route(Visit const& visit)
{
    auto& last = visit.caller.last_route;
    last = {};
    auto const whole = visit.head().target;
    if (!whole.ends_with(visit.target)) return;  // "/" of our own
    last.head_number = visit.caller.head_number;
    last.site = visit.site;
    last.route = visit.route;
    last.target_at = whole.size() - visit.target.size();
}

Task<bool> turn_away(Visit& visit, Misrouted why)
{
    if (!why.detail.empty()) {
        co_return co_await reply_problem(visit, why.status, why.title, why.detail);
    }
    auto const is_host = why.status == unknown_host.status;
    visit.site->counters().thread.count(is_host ? Turned::unknown_host : Turned::unknown_path);
    visit.trace.trouble = is_host ? "unknown_host" : "unknown_path";
    auto const detail = "the configured providers are " + names_of(*visit.site);
    co_return co_await reply_problem(visit, why.status, why.title, detail);
}

Task<bool> refuse_hidden_send(Visit& visit)
{
    model::Problem const problem{"the path is not in its normal form", "path"};
    co_return co_await refuse(visit, providers::Trouble::unreadable, problem);
}

/// Whether its dialect looks at more than the forward path needs.
bool asks_for_fields(Visit const& visit)
{
    auto const* scheme = visit.dialect().scheme;
    return scheme != nullptr && (scheme->is_signing() || exchanges(visit));
}

void describe_fields(Visit& visit)
{
    auto& call = visit.call;
    auto const target = http::read_target(visit.head().target);
    call.host = target && !target->authority.empty() ? target->authority : visit.head().host;
    call.target = target ? target->origin : visit.target;
    visit.fields.reserve(visit.head().fields.size());
    for (auto const& field : visit.head().fields)
        visit.fields.push_back({field.name, field.value});
    call.headers = visit.fields;
}

void describe(Visit& visit)
{
    auto const question = visit.target.find('?');
    auto& call = visit.call;
    call.method = visit.head().method;
    call.path = visit.target.substr(0, question);
    if (question != std::string_view::npos) call.query = visit.target.substr(question + 1);
    call.content_type = visit.head()[http::Id::content_type];
    call.authorization = visit.head()[http::Id::authorization];
    if (asks_for_fields(visit)) describe_fields(visit);
}

/// A HEAD of what a GET sends may send, too: servers often run the same for both.
bool sends_as_get(Visit& visit)
{
    if (!visit.is_head_request()) return false;
    visit.call.method = "GET";
    if (visit.dialect().claims(visit.call)) return true;
    visit.call.method = visit.head().method;
    return false;
}

/// The task that serves the call: no coroutine of its own.
Task<bool> dispatch(Visit& visit)
{
    if (!find_last_route(visit)) {
        if (auto const why = find_route(visit)) return turn_away(visit, *why);
        remember_route(visit);
    }
    describe(visit);
    visit.is_send = visit.dialect().claims(visit.call) || sends_as_get(visit);
    if (!visit.is_send && hides_a_send(visit)) return refuse_hidden_send(visit);
    if (exchanges(visit) && !is_signed_by_us(visit)) {
        if (auto const denial = admit(visit)) return deny(visit, *denial);
    }
    if (visit.is_send || is_signed_by_us(visit)) return send(visit);
    return pass_or_recall(visit);
}

Task<bool> apologise(Visit& visit)
{
    visit.trace.trouble = "failure";
    log::error("a call ended by a failure of ours");
    if (visit.trace.status != 0) co_return false;  // the answer had begun
    visit.caller.out.clear();
    visit.caller.body_unread = true;
    co_return co_await reply_problem(visit, 500, "The gateway failed",
                                     "this call was not completed");
}

/// A real key that was shown may stand in what was written.
void forget_credential(Visit& visit)
{
    if (visit.granted.key == nullptr) return;
    providers::auth::wipe(visit.caller.request);
    visit.caller.last_route.request_head = 0;
}

}  // namespace

Task<bool> handle(Caller& caller, Worker& worker)
{
    Visit visit{caller, worker};
    visit.trace.began = Steady::now();
    caller.body_unread = caller.head.framing != http::Framing::none;
    auto keep = false;
    auto failed = false;
    try {
        keep = co_await dispatch(visit);
    } catch (std::exception const&) {  // memory, or a bug: this call ends, the others go on
        failed = true;
    }
    if (failed) keep = co_await apologise(visit);
    forget_credential(visit);
    note(visit);
    co_return keep;
}

}  // namespace gateway
