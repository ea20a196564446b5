#include "gateway/commands/decide.hpp"

#include "gateway/admin/dry_run.hpp"
#include "gateway/admin/explain.hpp"
#include "store/address/parse.hpp"
#include "store/index/index.hpp"
#include "store/store.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace gateway::commands {
namespace {

struct Wanted {
    std::string config;
    std::string channel;
    std::vector<std::string> to;
    std::string category;
    std::string text;
    std::string subject;
    std::string stream;
    std::string customer;
    std::string app;
};

/// What rules and model say of the text, wherever the category is from.
void explain(filters::Judgement const& said, Terminal& terminal)
{
    terminal.out << "the text  reads " << filters::name_of(said.outcome) << ": " << said.step << ' '
                 << said.detail << '\n';
}

void explain(admin::DryRun const& run, admin::DryJudged const& judged, Settings const& settings,
             Terminal& terminal)
{
    auto const& [category, evidence, mark] = judged.decision.categories.front();
    auto const& info = settings.categories[category];
    terminal.out << "category  " << info.name << ", " << model::name_of(info.kind) << ", consent "
                 << model::name_of(info.rule) << "\nbecause   " << evidence.step;
    if (!evidence.detail.empty()) terminal.out << ": " << evidence.detail;
    if (mark != model::Mark::none) terminal.out << " (" << model::name_of(mark) << ')';
    terminal.out << '\n';
    if (judged.content) explain(*judged.content, terminal);
    for (std::size_t i = 0; i < run.to.size(); ++i) {
        auto const verdict = judged.decision.verdicts[i];
        auto const& address = judged.addresses[i];
        auto const [step, says] = admin::rule_of(verdict.reason);
        terminal.out << '\n'
                     << run.to[i]
                     << (address && address->text() != run.to[i] ? " = " + address->text() : "")
                     << "\n  " << (verdict.deliver ? "deliver" : "suppress") << "  "
                     << model::name_of(verdict.reason);
        if (step != 0) terminal.out << " (step " << step << ')';
        terminal.out << "\n  " << says << '\n';
    }
}

/// Folds only what the recipients and the customer need; the whole index would take a start's time.
void fold_needed(store::Store& store, admin::DryRun const& run, store::Index& index,
                 Settings const& settings)
{
    auto const reads = store.reader();
    for (auto const& spelling : run.to) {
        auto const address = address::parse(spelling, settings.default_region);
        if (address) index.put({*address, reads->profile(*address)});
    }
    if (run.customer.empty()) return;
    if (auto const record = reads->customer(run.customer)) {
        model::Profile profile;
        profile.owners = record->preferences;
        if (record->start) profile.starts.push_back(*record->start);
        std::sort(profile.owners.begin(), profile.owners.end());
        index.put({model::OfCustomer{run.customer}, std::move(profile)});
    }
}

void run(Wanted const& wanted, Terminal& terminal)
{
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    auto const* app = find_app(*settings, wanted.app);
    if (app == nullptr) return terminal.refuse("no application is called " + wanted.app, usage);
    admin::DryRun dry{*model::find_channel(wanted.channel), wanted.to, std::nullopt, wanted.stream,
                      wanted.customer};
    if (!wanted.category.empty()) {
        dry.category = settings->categories.find(wanted.category);
        if (!dry.category)
            return terminal.refuse("no category is called " + wanted.category, usage);
    }
    if (!wanted.text.empty() || !wanted.subject.empty()) {
        dry.text.emplace();
        dry.text->plain = wanted.text;
        dry.text->subject = wanted.subject;
    }
    if (!wanted.stream.empty() && settings->streams.find(wanted.stream) == nullptr)
        return terminal.refuse("no stream is called " + wanted.stream, usage);
    with_store(*settings, terminal, [&](store::Store& store) {
        store::Index index{store.secret()};
        fold_needed(store, dry, index, *settings);
        auto const judged = admin::judge_dry(dry, *app, index, *settings);
        explain(dry, judged, *settings, terminal);
        if (judged.decision.suppresses_any()) terminal.exit_code = said_no;
    });
}

}  // namespace

void add_decide(CLI::App& program, Terminal& terminal)
{
    auto* decide = program.add_subcommand("decide", "what a send would meet now; nothing is sent");
    auto const wanted = std::make_shared<Wanted>();
    std::vector<std::string> const channels{model::channel_names.begin(),
                                            model::channel_names.end()};
    decide->add_option("--config", wanted->config, "configuration file")->check(CLI::ExistingFile);
    decide->add_option("--channel", wanted->channel, "sms, email, …")
        ->required()
        ->check(CLI::IsMember(channels));
    decide->add_option("--to", wanted->to, "recipients")->required();
    auto* const category =
        decide->add_option("--category", wanted->category, "as X-Optgate-Category would say");
    decide->add_option("--text", wanted->text, "what it says: the category is found in it")
        ->excludes(category);
    decide->add_option("--subject", wanted->subject, "of a mail, beside --text");
    decide->add_option("--stream", wanted->stream, "as X-Optgate-Stream would say");
    decide->add_option("--customer", wanted->customer, "as X-Optgate-Customer would say");
    decide->add_option("--app", wanted->app, "the application that sends");
    decide->footer("Exit code 1: somebody would be kept back.");
    decide->callback([wanted, &terminal] { run(*wanted, terminal); });
}

}  // namespace gateway::commands
