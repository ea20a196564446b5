#include "gateway/admission.hpp"

#include "gateway/inbound/application.hpp"
#include "gateway/reply.hpp"

#include <algorithm>
#include <array>

namespace gateway {
namespace {

using providers::auth::Denial;

/// Asked for again, it does nothing again (RFC 9110 §9.2.1); clients that poll sign the very same call within a second.
/// Some providers send by GET, too.
bool is_safe(Visit const& visit)
{
    if (visit.is_send) return false;
    auto const verb = visit.head().verb;
    return verb == http::Verb::get || verb == http::Verb::head;
}

bool is_repeated(Visit const& visit, providers::auth::Digest const& signature, model::Time now)
{
    auto const skew = visit.settings().signatures.clock_skew;
    return !is_safe(visit) && !visit.worker.shared.repeats.take(signature, now, now + 2 * skew);
}

void grant(Visit& visit, KeyHolder const& holder)
{
    visit.granted = {&visit.settings().applications[holder.application],
                     &visit.route->provider->credential};
}

std::optional<Denial> admit_signed(Visit& visit)
{
    auto const& scheme = *visit.dialect().scheme;
    providers::auth::Window const window{wall_clock(), visit.settings().signatures.clock_skew};
    auto furthest = Denial::missing;
    for (auto const& holder : visit.route->provider->holders) {
        auto const judged = scheme.verify(scheme, visit.call, holder.key.view(), window);
        if (!judged.denial) {
            if (judged.signature && is_repeated(visit, *judged.signature, window.now))
                return Denial::repeated;
            grant(visit, holder);
            return std::nullopt;
        }
        furthest = std::max(furthest, *judged.denial);
    }
    return furthest;
}

/// An application may hold the provider's credential itself: it is known by its fingerprint, and goes on as it came.
bool holds_its_own(Visit& visit)
{
    auto const* known = find_by_credential(visit.settings().applications, visit.call.authorization);
    if (known != nullptr) visit.granted = {known, nullptr};
    return known != nullptr;
}

std::optional<Denial> admit_shown(Visit& visit)
{
    auto const& scheme = *visit.dialect().scheme;
    auto shown = scheme.shown(scheme, visit.call);
    if (!shown) return Denial::missing;
    for (auto const& holder : visit.route->provider->holders) {
        if (!providers::auth::same(holder.key.view(), *shown)) continue;
        grant(visit, holder);
        return std::nullopt;
    }
    return Denial::unknown;
}

std::string_view name_of(Denial denial)
{
    constexpr std::array<std::string_view, 6> names{"credential_missing",    "credential_malformed",
                                                    "credential_unknown",    "signature_mismatched",
                                                    "signature_out_of_date", "signature_repeated"};
    return names[static_cast<std::size_t>(denial)];
}

std::string_view host_of(std::string_view url)
{
    auto const scheme = url.find("://");
    auto const rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    return rest.substr(0, rest.find_first_of(":/"));
}

/// "amazonaws.com" of "sns.us-east-1.amazonaws.com".
std::string_view domain_of(std::string_view host)
{
    auto const last = host.rfind('.');
    auto const before =
        last == std::string_view::npos || last == 0 ? last : host.rfind('.', last - 1);
    return before == std::string_view::npos ? host : host.substr(before + 1);
}

}  // namespace

bool is_signed_by_us(Visit const& visit)
{
    return exchanges(visit) && visit.dialect().scheme->is_signing();
}

std::optional<Denial> admit(Visit& visit)
{
    auto const denial =
        visit.dialect().scheme->is_signing() ? admit_signed(visit) : admit_shown(visit);
    return denial && holds_its_own(visit) ? std::nullopt : denial;
}

Task<bool> deny(Visit& visit, Denial denial)
{
    visit.trace.trouble = name_of(denial);
    auto const answer = visit.dialect().deny(visit.call, denial, stamp_of(visit));
    co_return co_await reply(visit, answer);
}

bool breaks_signature(Visit const& visit)
{
    auto const* scheme = visit.dialect().scheme;
    if (scheme == nullptr || !scheme->is_signing() || visit.granted.key != nullptr) return false;
    // A stand-in for the provider (a test's, or a proxy that signs) judges no signature for it.
    auto const host = host_of(visit.route->provider->upstream);
    auto const own = domain_of(host_of(visit.dialect().upstream));
    return !visit.call.authorization.empty() && http::iequals(domain_of(host), own);
}

}  // namespace gateway
