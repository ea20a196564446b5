// gateway/relay.hpp: hands a provider's answer to the caller: the head rewritten from what we chose to keep, the body
// as it comes, never held whole.
#pragma once

#include "gateway/upstream/exchange.hpp"
#include "gateway/visit.hpp"

namespace gateway {

/// True: the caller's connection may carry another call. Ends the exchange.
Task<bool> relay(Visit& visit, Exchange& exchange);

}  // namespace gateway
