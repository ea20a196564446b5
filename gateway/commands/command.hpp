// gateway/commands/command.hpp: how a command joins the program.
//
// Each command is one file with one function that declares it on the program:
//     void add_token(CLI::App& program, Terminal& terminal);
// It adds a subcommand with its options and help. When the caller chose it, its callback (CLI11's
// `callback`, run at the end of parsing) does the work, prints to `terminal.out` and
// `terminal.err`, and leaves `terminal.exit_code`. `main` only does
//     CLI::App program{"…"};  program.require_subcommand(1);  Terminal terminal{std::cout,
//     std::cerr}; add_serve(program, terminal); add_check(…); … try { program.parse(argc, argv); }
//     catch (CLI::ParseError const& error) {
//         return program.exit(error, terminal.out, terminal.err) == 0 ? done : usage;  // --help is
//         no error
//     }
//     return terminal.exit_code;
#pragma once

#include "gateway/settings/settings.hpp"

#include <CLI/App.hpp>
#include <optional>
#include <ostream>
#include <string>

namespace gateway::commands {

inline constexpr int done = 0;
inline constexpr int said_no =
    1;  ///< understood, but not possible: wrong configuration, no such token, ...
inline constexpr int usage = 2;  ///< wrong options

/// Where a command prints, and what the shell gets.
struct Terminal {
    std::ostream& out;
    std::ostream& err;
    int exit_code = done;

    /// Says why not, in one line.
    void refuse(std::string const& why, int code = said_no)
    {
        err << "optgate: " << why << '\n';
        exit_code = code;
    }
};

/// The settings of `file`, or what runs without one where it is empty; none: the terminal was told
/// why.
inline std::optional<Settings> settings_of(std::string const& file, Terminal& terminal)
{
    if (file.empty()) return embedded_settings();
    auto settings = load(file);
    if (settings) return *std::move(settings);
    terminal.refuse(settings.error().where + ": " + settings.error().what);
    return std::nullopt;
}

}  // namespace gateway::commands
