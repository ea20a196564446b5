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

#include <fcntl.h>
#include <unistd.h>

#include <iostream>

namespace {

/// Where the caller closed stdin, stdout or stderr, the next file opened (the store's) would be taken for it. What holds
/// its place can be neither read nor written, as if it were closed.
void hold_standard_descriptors()
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
        bool const closed = ::fcntl(descriptor, F_GETFD) == -1;
        if (closed) ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    hold_standard_descriptors();
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
    return run(program, terminal, argc, argv);
}
