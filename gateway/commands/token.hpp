// gateway/commands/token.hpp: makes, lists and removes the admin API's tokens, straight in the
// store.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_token(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
