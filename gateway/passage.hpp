// gateway/passage.hpp: calls that are no sends: streamed through in both directions, untouched, never held whole.
#pragma once

#include "gateway/upstream/exchange.hpp"
#include "gateway/visit.hpp"

namespace gateway {

/// True: the caller's connection may carry another call.
Task<bool> pass_through(Visit& visit);

/// The same, unless the dialect answers for the provider.
Task<bool> pass_or_recall(Visit& visit);

/// What the dialect answers for the provider; none: the call is for the provider.
std::optional<providers::Answer> recalled(Visit const& visit);

/// Counts how a call came by its connection: `fate` is what `Exchange::prepare` said.
void count_dialled(Visit const& visit, Exchange& exchange, Fate fate);

/// The trouble a fate means to the caller.
providers::Trouble trouble_of(Fate fate);
model::Problem problem_of(Fate fate);

}  // namespace gateway
