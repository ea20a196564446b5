// gateway/commands/classify.hpp: `optgate classify`: what content rules and model make of one's own traffic.
#pragma once

#include "gateway/commands/command.hpp"

namespace gateway::commands {

void add_classify(CLI::App& program, Terminal& terminal);

}  // namespace gateway::commands
