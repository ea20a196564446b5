#include "gateway/commands/prune.hpp"

#include "gateway/admin/prune.hpp"
#include "gateway/commands/input.hpp"
#include "gateway/commands/output.hpp"
#include "gateway/commands/progress.hpp"

#include <memory>

namespace gateway::commands {
namespace {

struct Wanted {
    std::string config;
    std::string input;
    std::string kept = "-";
    std::string removed;
    std::string channel;
    std::string category;
    std::string column;
    std::string stream;
    std::string customer;
    std::string app;
    std::string format;
};

std::optional<admin::Pruning> pruning_of(Wanted const& wanted, Settings const& settings,
                                         Terminal& terminal)
{
    admin::Pruning pruning;
    bool const json = wanted.format.empty() ? named_json(wanted.input) : wanted.format == "json";
    pruning.form = json ? admin::Pruning::Form::json : admin::Pruning::Form::csv;
    pruning.column = wanted.column.empty() && json ? "to" : wanted.column;
    pruning.question = {*model::find_channel(wanted.channel),
                        {},
                        settings.categories.find(wanted.category),
                        wanted.stream,
                        wanted.customer};
    if (pruning.question.category) return pruning;
    terminal.refuse("no category is called " + wanted.category, usage);
    return std::nullopt;
}

void tell(admin::Pruner const& pruner, Terminal& terminal)
{
    terminal.err << pruner.kept() << " kept, " << pruner.removed() << " removed";
    auto const& reasons = pruner.reasons();
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        if (reasons[i] > 0) terminal.err << "; " << model::reason_names[i] << ' ' << reasons[i];
    }
    terminal.err << '\n';
}

/// What stops it, if anything does.
std::optional<model::Problem> feed_all(Input& input, admin::Pruner& pruner, Terminal& terminal)
{
    Progress progress{terminal.err, input.size()};
    for (;;) {
        auto const piece = input.next();
        if (piece.empty()) return pruner.finish();
        if (auto wrong = pruner.feed(piece)) return wrong;
        progress.at(input.read(), pruner.kept() + pruner.removed());
    }
}

void prune(store::Store& store, Wanted const& wanted, Settings const& settings, Input input,
           Terminal& terminal)
{
    auto const* app = find_app(settings, wanted.app);
    if (app == nullptr) return terminal.refuse("no application is called " + wanted.app, usage);
    auto pruning = pruning_of(wanted, settings, terminal);
    if (!pruning) return;
    auto kept = Output::open(wanted.kept, terminal.out);
    if (!kept) return terminal.refuse(kept.error().what);
    auto removed = Output::open(wanted.removed, terminal.out);
    if (!removed) return terminal.refuse(removed.error().what);
    store::Index index{store.secret()};
    store.reader()->each_profile([&](store::Folded const& folded) { index.put(folded); });
    admin::Pruner pruner{*std::move(pruning),
                         *app,
                         index,
                         settings,
                         {[&](std::string_view rows) { kept->write(rows); },
                          [&](std::string_view rows) { removed->write(rows); }}};
    auto const wrong = feed_all(input, pruner, terminal);
    if (wrong) return terminal.refuse(wanted.input + ": " + wrong->where + ": " + wrong->what);
    bool const written = kept->flush() && removed->flush() && kept->keep() && removed->keep();
    if (!written) return terminal.refuse("the pruned list can't be written", unwritten);
    tell(pruner, terminal);
}

/// Why the rows can't go there; empty: they can.
std::string wrong_outputs(Wanted const& wanted, Settings const& settings)
{
    bool const one =
        wanted.kept == "-" ? wanted.removed == "-" : same_file(wanted.kept, wanted.removed);
    if (one) return "--kept and --removed are one file";
    for (auto const& name : {wanted.kept, wanted.removed}) {
        if (is_of_store(name, settings.store_url)) return name + " is the store's own file";
    }
    return {};
}

void run(Wanted const& wanted, Terminal& terminal)
{
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    auto const wrong = wrong_outputs(wanted, *settings);
    if (!wrong.empty()) return terminal.refuse(wrong, usage);
    auto input = Input::open(wanted.input);
    if (!input) return terminal.refuse(wanted.input + " can't be read");
    with_store(*settings, terminal, [&](store::Store& store) {
        prune(store, wanted, *settings, *std::move(input), terminal);
    });
}

}  // namespace

void add_prune(CLI::App& program, Terminal& terminal)
{
    auto* prune =
        program.add_subcommand("prune", "a list (CSV or JSON) without those who may not get it");
    auto const wanted = std::make_shared<Wanted>();
    std::vector<std::string> const channels{model::channel_names.begin(),
                                            model::channel_names.end()};
    prune->add_option("--config", wanted->config, "configuration file")->check(CLI::ExistingFile);
    prune->add_option("list", wanted->input, "the list; \"-\": stdin")->required();
    prune->add_option("--channel", wanted->channel, "sms, email, …")
        ->required()
        ->check(CLI::IsMember(channels));
    prune->add_option("--category", wanted->category, "why it will be sent")->required();
    prune->add_option("--column", wanted->column,
                      "the column (JSON: member) that holds the addresses; JSON: \"to\"");
    prune->add_option("--kept", wanted->kept, "file for the kept rows; \"-\": stdout")
        ->capture_default_str();
    prune->add_option("--removed", wanted->removed, "file for the removed rows and their reasons");
    prune->add_option("--stream", wanted->stream, "as X-Optgate-Stream would say");
    prune->add_option("--customer", wanted->customer, "as X-Optgate-Customer would say");
    prune->add_option("--app", wanted->app, "the application that will send");
    prune->add_option("--format", wanted->format, "csv or json; else by the file's name")
        ->check(CLI::IsMember({"csv", "json"}));
    prune->callback([wanted, &terminal] { run(*wanted, terminal); });
}

}  // namespace gateway::commands
