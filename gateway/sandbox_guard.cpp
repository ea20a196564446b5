#include "gateway/sandbox_guard.hpp"

#include "gateway/worker.hpp"
#include "providers/auth/scheme.hpp"

#include <map>
#include <utility>

namespace gateway {
namespace {

using providers::auth::Denial;
using providers::auth::Secret;

/// Of one dialect, which several providers may speak.
struct Wanted {
    providers::Dialect const* dialect;
    std::vector<Secret> keys;
};

/// The sandbox's call as a dialect reads one.
class Seen {
public:
    explicit Seen(sandbox::Call const& call) : call_{call}, target_{call.path}
    {
        if (!call.query.empty()) target_ += "?" + call.query;
        for (auto const& [name, value] : call.headers)
            fields_.push_back({name, value});
    }
    providers::Call call() const
    {
        return {.method = call_.method,
                .path = call_.path,
                .query = call_.query,
                .content_type = call_.header("Content-Type"),
                .authorization = call_.header("Authorization"),
                .body = call_.body,
                .host = call_.header("Host"),
                .target = target_,
                .headers = fields_};
    }

private:
    sandbox::Call const& call_;
    std::string target_;
    std::vector<providers::Header> fields_;
};

std::optional<Denial> judge(providers::auth::Scheme const& scheme, providers::Call const& call,
                            std::string_view key, std::chrono::milliseconds skew)
{
    if (scheme.is_signing()) return scheme.verify(scheme, call, key, {wall_clock(), skew}).denial;
    auto const shown = scheme.shown(scheme, call);
    if (!shown) return Denial::missing;
    return *shown == key ? std::nullopt : std::optional{Denial::unknown};
}

std::optional<Denial> judge(Wanted const& wanted, providers::Call const& call,
                            std::chrono::milliseconds skew)
{
    auto denial = std::optional{Denial::missing};
    for (auto const& key : wanted.keys) {
        denial = judge(*wanted.dialect->scheme, call, key.view(), skew);
        if (!denial) break;
    }
    return denial;
}

sandbox::Reply reply_of(providers::Answer answer)
{
    sandbox::Reply reply;
    reply.status = answer.status;
    for (auto& [name, value] : answer.headers)
        reply.headers.emplace_back(name, std::move(value));
    reply.body = std::move(answer.body);
    return reply;
}

}  // namespace

sandbox::Guard sandbox_guard(Settings const& settings)
{
    std::map<std::string_view, Wanted> by_dialect;
    for (auto const& provider : settings.providers) {
        if (provider.upstream != "sandbox" || provider.credential.empty()) continue;
        auto& wanted = by_dialect[provider.dialect->name];
        wanted.dialect = provider.dialect;
        wanted.keys.push_back(provider.credential);
    }
    if (by_dialect.empty()) return {};
    return
        [by_dialect = std::move(by_dialect), skew = settings.signatures.clock_skew](
            std::string_view provider, sandbox::Call const& call) -> std::optional<sandbox::Reply> {
            auto const wanted = by_dialect.find(provider);
            if (wanted == by_dialect.end()) return std::nullopt;
            Seen const seen{call};
            auto const denial = judge(wanted->second, seen.call(), skew);
            if (!denial) return std::nullopt;
            providers::Stamp const stamp{wall_clock(), std::string(32, '0')};
            return reply_of(wanted->second.dialect->deny(seen.call(), *denial, stamp));
        };
}

}  // namespace gateway
