#include "gateway/admin/door.hpp"

#include "gateway/admin/routes.hpp"

#include <spdlog/spdlog.h>
#include <utility>

namespace gateway::admin {
namespace {
namespace asio = boost::asio;

/// The secret of "Bearer <secret>" (RFC 6750 §2.1); empty: none.
std::string_view bearer(std::string_view authorization)
{
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size() ||
        !boost::beast::iequals(authorization.substr(0, scheme.size()), scheme)) {
        return {};
    }
    auto const secret = authorization.substr(scheme.size());
    auto const begin = secret.find_first_not_of(' ');
    return begin == std::string_view::npos ? std::string_view{} : secret.substr(begin);
}

Answer unauthorised(std::string_view detail, std::string_view challenge)
{
    auto answer = problem(401, detail);
    answer.headers.emplace_back("WWW-Authenticate", challenge);
    return answer;
}

Answer come_back_in(std::chrono::milliseconds wait)
{
    auto const seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    auto answer = problem(429, "too many wrong tokens came from this address; wait");
    answer.headers.emplace_back("Retry-After", std::to_string(seconds));
    return answer;
}

/// Tokens made or removed by the command, in another process, count within a second.
asio::awaitable<void> refresh_tokens(Desk& desk)
{
    auto const now = desk.parts.ticks();
    if (!desk.tokens.stale(now)) co_return;
    try {
        auto tokens =
            co_await desk.quick.ask([](store::Reader& reader) { return reader.tokens(); });
        desk.tokens.replace(std::move(tokens), now);
    } catch (store::Unavailable const&) {
        // Those known so far go on counting; a call that needs the store is told on its own.
    }
}

asio::awaitable<Or<Caller>> caller_of(Request const& request, Desk& desk)
{
    auto const secret = bearer(request.authorization);
    if (secret.empty()) {
        co_return unauthorised("a bearer token is needed", "Bearer realm=\"optgate\"");
    }
    co_await refresh_tokens(desk);
    // The right one comes in whatever others behind the same address try: 256 random bits are not guessed, slowed or not.
    auto const now = desk.parts.ticks();
    if (auto const token = desk.tokens.find(secret)) {
        desk.back_off.right(request.peer, now);
        co_return Caller{token->name, token->role, desk.parts.store.secret()};
    }
    auto const wait = desk.back_off.wait(request.peer, now);
    if (wait.count() > 0) co_return come_back_in(wait);
    desk.back_off.wrong(request.peer, request.settings->admin, now);
    co_return unauthorised("this token is not known",
                           "Bearer realm=\"optgate\", error=\"invalid_token\"");
}

Answer too_low(model::Role needed)
{
    return problem(403, "this needs the role " + std::string{model::name_of(needed)});
}

asio::awaitable<Or<Admitted>> routed(Request request, Desk& desk)
{
    auto found = find_route(request.method, request.target);
    if (!found) co_return found.error();
    auto const& route = *found->route;
    Admitted admitted{&route, {}};
    auto& call = admitted.call;
    if (route.role) {
        auto const caller = co_await caller_of(request, desk);
        if (!caller) co_return caller.error();
        if (caller->role < *route.role) co_return too_low(*route.role);
        call.caller = *caller;
    }
    call.method = route.method;
    call.parameters = std::move(found->parameters);
    call.query = std::move(found->query);
    call.content_type = std::move(request.content_type);
    call.accept = std::move(request.accept);
    call.settings = std::move(request.settings);
    co_return admitted;
}

/// What `work` throws as an answer.
template <class Result>
asio::awaitable<Result> caught(asio::awaitable<Result> work)
{
    try {
        co_return co_await std::move(work);
    } catch (store::Unavailable const&) {
        auto unavailable = problem(503, "the store can't be read now");
        unavailable.headers.emplace_back("Retry-After", "1");
        co_return unavailable;
    } catch (std::exception const& failure) {
        spdlog::error("admin: a call failed: {}", failure.what());
        co_return problem(500, "something went wrong here; the log has it");
    }
}

}  // namespace

asio::awaitable<Or<Admitted>> admit(Request request, Desk& desk)
{
    return caught(routed(std::move(request), desk));
}

asio::awaitable<Answer> answer(Admitted const& admitted, Desk& desk)
{
    return caught(admitted.route->handler(admitted.call, desk));
}

}  // namespace gateway::admin
