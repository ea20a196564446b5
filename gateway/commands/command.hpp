// gateway/commands/command.hpp: how a command joins the program.
//
// Each command is one file with one function that declares it on the program:
//     void add_token(CLI::App& program, Terminal& terminal);
// It adds a subcommand with its options and help. When the caller chose it, its callback (CLI11's
// `callback`, run at the end of parsing) does the work, prints to `terminal.out` and
// `terminal.err`, and leaves `terminal.exit_code`. `run` is all that `main` does with it.
#pragma once

#include "gateway/settings/settings.hpp"
#include "store/store.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <optional>
#include <ostream>
#include <string>

namespace gateway::commands {

inline constexpr int done = 0;
inline constexpr int said_no = 1;  ///< understood, but not possible: wrong configuration, ...
inline constexpr int usage = 2;    ///< wrong options
// As sysexits.h has them:
inline constexpr int fault = 70;      ///< what should never happen: a damaged store, a bug
inline constexpr int unwritten = 74;  ///< what it has to say can't be written

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

/// Parses the arguments, runs the command chosen, and gives the exit code. `--help` is no error.
inline int run(CLI::App& program, Terminal& terminal, int argc, char const* const* argv)
{
    try {
        program.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        terminal.exit_code = program.exit(error, terminal.out, terminal.err) == 0 ? done : usage;
    } catch (std::exception const& error) {
        terminal.refuse(error.what(), fault);
    }
    bool const written = terminal.out.flush().good() || terminal.exit_code == unwritten;
    if (!written) terminal.refuse("stdout can't be written", unwritten);
    return terminal.exit_code;
}

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

/// The application to decide for; null: there is none of this name.
inline Application const* find_app(Settings const& settings, std::string const& name)
{
    static Application const nobody{};
    auto const& apps = settings.applications;
    if (name.empty()) return apps.empty() ? &nobody : &apps.front();
    auto const found = std::find_if(apps.begin(), apps.end(),
                                    [&](Application const& app) { return app.name == name; });
    return found == apps.end() ? nullptr : &*found;
}

/// Opens the store and hands it to `work`; tells the terminal where that can't be.
template <class Work>
void with_store(Settings const& settings, Terminal& terminal, Work work,
                store::Options const& options = {})
{
    try {
        auto const store = store::open(settings.store_url, options);
        work(*store);
    } catch (store::Unusable const& error) {
        terminal.refuse(error.what());
    } catch (store::Unavailable const& error) {
        terminal.refuse(error.what());
    }
}

}  // namespace gateway::commands
