// gateway/merge.hpp: one answer about all recipients: the provider's about those that were forwarded, held whole, and
// the dialect's words for those kept back. What can't be merged is relayed as it came.
#pragma once

#include "gateway/upstream/exchange.hpp"
#include "gateway/visit.hpp"

namespace gateway {

/// True: the caller's connection may carry another call. Ends the exchange.
Task<bool> relay_merged(Visit& visit, Exchange& exchange, model::Decision const& decision,
                        providers::RefusalStyle style);

}  // namespace gateway
