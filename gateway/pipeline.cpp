#include "gateway/pipeline.hpp"

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

Task<bool> nowhere(Visit& visit, bool unknown_host)
{
    visit.site->counters().thread.count(unknown_host ? Turned::unknown_host : Turned::unknown_path);
    visit.trace.trouble = unknown_host ? "unknown_host" : "unknown_path";
    auto const detail = "the configured providers are " + names_of(*visit.site);
    if (unknown_host)
        co_return co_await reply_problem(visit, 421, "No provider has this host name", detail);
    co_return co_await reply_problem(visit, 404, "No provider has this path", detail);
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

Task<bool> dispatch(Visit& visit)
{
    auto const& head = visit.head();
    auto const target = http::read_target(head.target);
    if (head.verb == http::Verb::unknown) {
        co_return co_await reply_problem(visit, 501, "Unknown method",
                                         "this method is not forwarded");
    }
    if (!target || head.verb == http::Verb::connect || head.verb == http::Verb::trace) {
        co_return co_await reply_problem(
            visit, 400, "Bad request target",
            "origin-form or absolute-form is needed, and no CONNECT or TRACE");
    }
    auto const authority = target->authority.empty() ? head.host : target->authority;
    if (is_for_somebody_else(visit, target->authority)) co_return co_await nowhere(visit, true);
    auto routed = visit.caller.provider.empty()
                      ? visit.site->route(authority, target->origin)
                      : Routed{visit.site->find(visit.caller.provider), target->origin};
    if (routed.route == nullptr) {
        co_return co_await nowhere(visit,
                                   !target->authority.empty() || http::is_foreign(authority));
    }
    visit.route = routed.route;
    visit.target = routed.target;

    auto const question = routed.target.find('?');
    visit.call.method = head.method;
    visit.call.path = routed.target.substr(0, question);
    visit.call.query = question == std::string_view::npos ? "" : routed.target.substr(question + 1);
    visit.call.content_type = head[http::Id::content_type];
    visit.call.authorization = head[http::Id::authorization];
    if (visit.dialect().claims(visit.call)) co_return co_await send(visit);
    if (hides_a_send(visit)) {
        model::Problem const problem{"the path is not in its normal form", "path"};
        co_return co_await refuse(visit, providers::Trouble::unreadable, problem);
    }
    co_return co_await pass_through(visit);
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
    note(visit);
    co_return keep;
}

}  // namespace gateway
