// gateway/commands/decide.hpp: a dry run: what a send would meet now, explained; nothing is sent.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_decide(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
