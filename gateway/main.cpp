#include "gateway/commands/check.hpp"
#include "gateway/commands/classify.hpp"
#include "gateway/commands/decide.hpp"
#include "gateway/commands/export.hpp"
#include "gateway/commands/import.hpp"
#include "gateway/commands/journal.hpp"
#include "gateway/commands/prune.hpp"
#include "gateway/commands/serve.hpp"
#include "gateway/commands/token.hpp"
#include "gateway/commands/verify.hpp"

#include <iostream>

int main(int argc, char** argv)
{
    using namespace gateway::commands;
    CLI::App program{"An outbound message gateway that keeps what recipients chose.", "optgate"};
    program.set_version_flag("--version", OPTGATE_VERSION);
    program.require_subcommand(1);
    Terminal terminal{std::cout, std::cerr};
    add_serve(program, terminal);
    add_check(program, terminal);
    add_classify(program, terminal);
    add_decide(program, terminal);
    add_export(program, terminal);
    add_import(program, terminal);
    add_journal(program, terminal);
    add_prune(program, terminal);
    add_token(program, terminal);
    add_verify(program, terminal);
    try {
        program.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return program.exit(error, terminal.out, terminal.err) == 0 ? done
                                                                    : usage;  // --help is no error
    }
    return terminal.exit_code;
}
