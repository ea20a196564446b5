// gateway/relay.hpp: hands a provider's answer to the caller: the head rewritten from what we chose to keep, the body
// as it comes, never held whole.
#pragma once

#include "gateway/upstream/exchange.hpp"
#include "gateway/visit.hpp"

namespace gateway {

/// What of the answer's body was already read, in the clear of its framing.
struct Collected {
    std::string_view bytes;
    bool whole = false;
};

/// True: the caller's connection may carry another call. Ends the exchange.
Task<bool> relay(Visit& visit, Exchange& exchange, Collected collected = {});

/// The answer broke off before anything of it went to the caller, who can still be told so.
Task<bool> tell_of_broken_answer(Visit& visit);

}  // namespace gateway
