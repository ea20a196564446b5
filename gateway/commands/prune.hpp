// gateway/commands/prune.hpp: `optgate prune`: a list without those who don't want to be on it.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_prune(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
