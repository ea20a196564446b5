#include "gateway/commands/export.hpp"

#include "gateway/admin/transfer/outflow.hpp"
#include "gateway/commands/input.hpp"
#include "gateway/commands/output.hpp"
#include "gateway/commands/progress.hpp"

#include <memory>

namespace gateway::commands {
namespace {

namespace transfer = admin::transfer;

struct Wanted {
    std::string config;
    std::string what = "all";
    std::string output = "-";
    std::string type;
};

void write(store::Store& store, Wanted const& wanted, Terminal& terminal)
{
    auto output = Output::open(wanted.output, terminal.out);
    if (!output) return terminal.refuse(output.error().what);
    bool const json = wanted.type.empty() ? named_json(wanted.output) : wanted.type == "json";
    transfer::Outflow outflow{transfer::parts_of(wanted.what),
                              json ? transfer::Form::json : transfer::Form::csv};
    auto const reader = store.reader();
    Progress progress{terminal.err, 0};
    while (auto const piece = outflow.next(*reader)) {
        if (!output->write(*piece)) break;
        progress.at(0, outflow.rows());
    }
    if (output->keep()) return;
    terminal.refuse((wanted.output == "-" ? "stdout" : wanted.output) + " can't be written",
                    unwritten);
}

void run(Wanted const& wanted, Terminal& terminal)
{
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    if (is_of_store(wanted.output, settings->store_url)) {
        return terminal.refuse(wanted.output + " is the store's own file", usage);
    }
    with_store(*settings, terminal, [&](store::Store& store) { write(store, wanted, terminal); },
               {.must_exist = true});
}

}  // namespace

void add_export(CLI::App& program, Terminal& terminal)
{
    auto* command = program.add_subcommand(
        "export", "customers, contacts, preferences and suppressions as CSV or JSON lines");
    auto const wanted = std::make_shared<Wanted>();
    std::vector<std::string> const names{transfer::what_names.begin(), transfer::what_names.end()};
    command->add_option("--config", wanted->config, "configuration file")->check(CLI::ExistingFile);
    command->add_option("--what", wanted->what, "which of them")
        ->check(CLI::IsMember(names))
        ->capture_default_str();
    command->add_option("--output", wanted->output, "the file; \"-\": stdout")
        ->capture_default_str();
    command->add_option("--type", wanted->type, "csv or json (lines); else by the file's name")
        ->check(CLI::IsMember({"csv", "json"}));
    command->callback([wanted, &terminal] { run(*wanted, terminal); });
}

}  // namespace gateway::commands
