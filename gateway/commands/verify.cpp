#include "gateway/commands/verify.hpp"

#include <memory>

namespace gateway::commands {
namespace {

struct Wanted {
    std::string config;
    std::string head;
};

void print(store::Verified const& verified, Terminal& terminal)
{
    if (verified.broken) {
        return terminal.refuse("the ledger is broken at entry " +
                               std::to_string(verified.broken->sequence) + ": " +
                               verified.broken->what);
    }
    terminal.out << "the ledger is whole: " << verified.head.sequence
                 << (verified.head.sequence == 1 ? " entry" : " entries") << "\nhead "
                 << to_string(verified.head) << '\n';
}

void run(Wanted const& wanted, Terminal& terminal)
{
    auto const noted = store::read_head(wanted.head);
    if (!wanted.head.empty() && !noted) {
        return terminal.refuse("--head must be as `optgate verify` printed it: 1042:0f3a...",
                               usage);
    }
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    with_store(*settings, terminal,
               [&](store::Store& store) { print(store.reader()->verify(noted), terminal); },
               {.must_exist = true});
}

}  // namespace

void add_verify(CLI::App& program, Terminal& terminal)
{
    auto* verify = program.add_subcommand(
        "verify", "whether somebody changed, removed or added entries of the ledger by hand");
    auto const wanted = std::make_shared<Wanted>();
    verify->add_option("--config", wanted->config, "configuration file")->check(CLI::ExistingFile);
    verify->add_option("--head", wanted->head,
                       "a head printed earlier and kept elsewhere: it must still be in the ledger");
    verify->callback([wanted, &terminal] { run(*wanted, terminal); });
}

}  // namespace gateway::commands
