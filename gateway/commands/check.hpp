// gateway/commands/check.hpp: `optgate check [--config FILE]`: whether a configuration could be
// run.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

/// Prints the warnings and "configuration is valid"; or, with `said_no`, the first problem with its
/// line.
void add_check(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
