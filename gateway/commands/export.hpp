// gateway/commands/export.hpp: `optgate export`: customers, contacts, preferences and suppressions as a file, also
// while a gateway serves.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_export(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
