// gateway/inbound/body.hpp: reads the body of a send whole, decoded from its framing, within the limits.
#pragma once

#include "gateway/inbound/caller.hpp"
#include "gateway/settings/settings.hpp"

#include <optional>

namespace gateway {

enum class BodyRead : std::uint8_t {
    whole,
    too_large,    ///< over `Limits::body_bytes`
    over_budget,  ///< over `Limits::memory_bytes` together with all others
    malformed,    ///< chunked framing that can't be read
    timed_out,
    gone,  ///< the caller left
};

/// `body` is in the caller's block where it fits, else in `held`; `body_padding` bytes behind it are readable.
/// Answers "100 Continue" where it was asked for (RFC 9110 §10.1.1).
Task<BodyRead> read_body(Caller& caller, Limits const& limits, HeldBody& held,
                         std::string_view& body);

/// The body where all of it has come with its head; none: it must be read.
std::optional<std::string_view> body_at_hand(Caller& caller);

/// Says "100 Continue" if the caller waits for it.
Task<> invite_body(Caller& caller, Limits const& limits, Error& ec);

}  // namespace gateway
