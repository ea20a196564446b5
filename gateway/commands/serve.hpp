// gateway/commands/serve.hpp: `optgate serve [--config FILE]`: the gateway, until SIGTERM or SIGINT. SIGHUP reads the
// configuration again.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_serve(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
