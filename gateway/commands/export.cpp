#include "gateway/commands/export.hpp"

#include "gateway/admin/transfer/outflow.hpp"
#include "gateway/commands/input.hpp"
#include "gateway/commands/progress.hpp"

#include <cstdio>
#include <fstream>
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

void write(store::Store& store, Wanted const& wanted, std::ostream& out, Terminal& terminal)
{
    bool const json = wanted.type.empty() ? named_json(wanted.output) : wanted.type == "json";
    transfer::Outflow outflow{transfer::parts_of(wanted.what),
                              json ? transfer::Form::json : transfer::Form::csv};
    auto const reader = store.reader();
    Progress progress{terminal.err, 0};
    while (auto const piece = outflow.next(*reader)) {
        out << *piece;
        if (!out) return terminal.refuse("the file can't be written");
        progress.at(0, outflow.rows());
    }
    out.flush();
    if (!out) return terminal.refuse("the file can't be written");
}

void run(Wanted const& wanted, Terminal& terminal)
{
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    auto const work = [&](store::Store& store) {
        if (wanted.output == "-") return write(store, wanted, terminal.out, terminal);
        std::ofstream file{wanted.output, std::ios::binary | std::ios::trunc};
        write(store, wanted, file, terminal);
        file.close();
        if (terminal.exit_code != done)
            std::remove(wanted.output.c_str());  // half is worse than none
    };
    with_store(*settings, terminal, work, {.must_exist = true});
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
