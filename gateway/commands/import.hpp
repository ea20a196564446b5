// gateway/commands/import.hpp: `optgate import FILE`: customers, contacts, preferences and suppressions from a file,
// into the store of a gateway that is not running. A running one takes the file at POST /api/v1/imports.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_import(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
