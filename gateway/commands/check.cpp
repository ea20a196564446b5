#include "gateway/commands/check.hpp"

#include <memory>

namespace gateway::commands {

void add_check(CLI::App& program, Terminal& terminal)
{
    auto* const command =
        program.add_subcommand("check", "Read a configuration and say what is wrong with it");
    auto const file = std::make_shared<std::string>();
    command
        ->add_option("--config", *file, "The configuration file; without it, what runs without one")
        ->type_name("FILE");
    command->callback([file, &terminal] {
        auto const settings = settings_of(*file, terminal);
        if (!settings) return;
        for (auto const& warning : settings->warnings)
            terminal.err << "warning: " << warning << '\n';
        terminal.out << "configuration is valid\n";
    });
}

}  // namespace gateway::commands
