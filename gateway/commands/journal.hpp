// gateway/commands/journal.hpp: prints the journal, newest first, straight from the store; also
// while `serve` runs.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_journal(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
