// gateway/outgoing.hpp: a call as it leaves for the provider: the caller's head with our Host, the body as it came or
// without those who are kept back, and the real credential where the caller showed a key of ours.
#pragma once

#include "gateway/order.hpp"
#include "gateway/visit.hpp"

#include <string>

namespace gateway {

/// Bodies up to this size leave in one write with their head (performance.md, rule 1).
inline constexpr std::size_t one_write_bytes = 16 * 1024;

/// The request line and the fields that travel on, without the ones that say where the body ends. `body` is what will
/// leave, for a signature; `within` so many bytes of it will follow in `out`.
void write_request_head(std::string& out, Visit const& visit, std::string_view body = {},
                        std::size_t within = 0);

/// What those who are kept back take along.
struct Pruning {
    providers::Cuts body;
    providers::Cuts query;
};

/// The whole request; where something is pruned or the body bears the credential with what is left of the body, else with
/// the body as it came where it is small. What of the body is not in it yet goes in a write of its own.
std::string_view write_request(std::string& out, Visit const& visit, Body const& body,
                               Pruning& pruning);

}  // namespace gateway
