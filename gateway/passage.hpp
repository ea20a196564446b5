// gateway/passage.hpp: calls that are no sends: streamed through in both directions, untouched, never held whole.
#pragma once

#include "gateway/upstream/exchange.hpp"
#include "gateway/visit.hpp"

namespace gateway {

/// True: the caller's connection may carry another call.
Task<bool> pass_through(Visit& visit);

/// The request line and the fields that travel on, without the ones that say where the body ends,
/// nor the one named.
void write_request_head(std::string& out, Visit const& visit, http::Id without = http::Id::unknown);

/// Counts how a call came by its connection: `fate` is what `Exchange::prepare` said.
void count_dialled(Visit const& visit, Exchange& exchange, Fate fate);

/// The trouble a fate means to the caller.
providers::Trouble trouble_of(Fate fate);
model::Problem problem_of(Fate fate);

}  // namespace gateway
