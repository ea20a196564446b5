#include "gateway/commands/journal.hpp"

#include "gateway/admin/csv.hpp"
#include "gateway/admin/journal_query.hpp"
#include "gateway/admin/spell.hpp"
#include "gateway/admin/times.hpp"
#include "store/store.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <memory>

namespace gateway::commands {
namespace {

constexpr std::size_t rows_a_page = 500;
constexpr std::array filter_names{"verdict", "channel",  "category", "reason", "address",
                                  "app",     "provider", "since",    "until"};

struct Wanted {
    std::string config;
    std::array<std::string, filter_names.size()> filters;
    std::size_t limit = 100;
    bool csv = false;
    bool json = false;
};

/// Who sits at this machine and may read the store's file sees what is in it.
admin::Caller const reader{"command", model::Role::operator_};

std::string line_of(model::JournalEntry const& entry)
{
    std::string line = admin::rfc3339(entry.at);
    for (std::string_view const word :
         {model::name_of(entry.outcome), model::name_of(entry.reason),
          model::name_of(entry.channel), std::string_view{entry.category},
          std::string_view{entry.address}, std::string_view{entry.app},
          std::string_view{entry.provider}, std::string_view{entry.decision}}) {
        line += "  ";
        line += word.empty() ? std::string_view{"-"} : word;
    }
    return line + '\n';
}

std::string spelt(model::JournalEntry const& entry, Wanted const& wanted)
{
    if (wanted.json) return boost::json::serialize(admin::spell(entry, reader)) + '\n';
    if (!wanted.csv) return line_of(entry);
    std::string row;
    admin::append_csv(row, entry, reader);
    return row;
}

void print(store::Store& store, model::JournalQuery query, Wanted const& wanted, Terminal& terminal)
{
    auto const reads = store.reader();
    if (wanted.csv) terminal.out << admin::csv_header();
    for (auto left = wanted.limit; left > 0;) {
        query.limit = std::min(rows_a_page, left);
        auto const page = reads->journal(query);
        for (auto const& entry : page.entries)
            terminal.out << spelt(entry, wanted);
        left -= std::min(left, page.entries.size());
        query.before_row = page.next_row;
        if (page.next_row == 0) return;
    }
}

void run(Wanted const& wanted, Terminal& terminal)
{
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    admin::Filters filters;
    for (std::size_t i = 0; i < filter_names.size(); ++i) {
        filters.emplace_back(filter_names[i], wanted.filters[i]);
    }
    std::vector<model::Problem> wrong;
    auto const query = admin::read_journal_query(filters, *settings, wrong);
    for (auto const& [what, where] : wrong)
        terminal.refuse("--" + where + " " + what, usage);
    if (!wrong.empty()) return;
    with_store(*settings, terminal,
               [&](store::Store& store) { print(store, query, wanted, terminal); });
}

}  // namespace

void add_journal(CLI::App& program, Terminal& terminal)
{
    auto* journal = program.add_subcommand("journal", "what was decided, newest first");
    auto const wanted = std::make_shared<Wanted>();
    journal->add_option("--config", wanted->config, "configuration file")->check(CLI::ExistingFile);
    for (std::size_t i = 0; i < filter_names.size(); ++i) {
        auto const name = std::string{filter_names[i]};
        journal->add_option("--" + name, wanted->filters[i], "only entries of this " + name);
    }
    journal->add_option("--limit", wanted->limit, "at most so many")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    auto* csv = journal->add_flag("--csv", wanted->csv, "as CSV");
    journal->add_flag("--json", wanted->json, "as JSON, an object a line")->excludes(csv);
    journal->callback([wanted, &terminal] { run(*wanted, terminal); });
}

}  // namespace gateway::commands
