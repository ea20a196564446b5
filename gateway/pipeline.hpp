// gateway/pipeline.hpp: the life of a call.
//
//   route -> (no send: pass_through) -> read_body -> dialect.read -> classify, look up, decide
//     -> record what is kept back
//     -> dialect.answer
//     or connect -> look again -> dialect.rewrite -> forward -> relay the answer
#pragma once

#include "gateway/visit.hpp"

#include <memory>

namespace gateway {

/// Serves the call whose head the caller has sent. True: the connection may carry another.
Task<bool> handle(Caller& caller, Worker& worker);

}  // namespace gateway
