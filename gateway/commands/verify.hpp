// gateway/commands/verify.hpp: `optgate verify [--config FILE] [--head HEAD]`: walks the ledger's chain and names the
// first link that does not hold; also while `serve` runs.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

/// Prints the head, or leaves `said_no` with what is broken. A head noted earlier must still be in the chain.
void add_verify(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
