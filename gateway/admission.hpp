// gateway/admission.hpp: who may call a provider whose real credential we hold. A caller shows a key of ours in the
// provider's own scheme; it tells which application calls, and the real one takes its place on the way out.
#pragma once

#include "gateway/visit.hpp"
#include "providers/auth/scheme.hpp"

#include <optional>

namespace gateway {

/// Whether callers of its provider show a key of ours.
inline bool exchanges(Visit const& visit)
{
    return !visit.route->provider->credential.empty();
}

/// Whether that key signs the whole call, which must be here before it can be judged.
bool is_signed_by_us(Visit const& visit);

/// Sets `visit.granted`, or says what is wrong with the credential. The body is in `visit.call` where it is signed.
std::optional<providers::auth::Denial> admit(Visit& visit);

/// In the provider's own words. True: the connection may carry another call.
Task<bool> deny(Visit& visit, providers::auth::Denial denial);

/// Whether cutting somebody out of the body would break a signature that the provider will judge, for we hold no key
/// to sign anew.
bool breaks_signature(Visit const& visit);

}  // namespace gateway
