// gateway/commands/classify.cpp: JSON lines in, the same lines with what was found out:
//   {"text", "subject"?, "channel"?, "unsubscribe"?, "media"?, "label"?, …}
//   -> {…, "kind", "category", "outcome", "score", "evidence": {"step", "detail"}}
#include "gateway/commands/classify.hpp"

#include "gateway/commands/input.hpp"
#include "gateway/commands/tally.hpp"
#include "gateway/rows/json.hpp"
#include "gateway/settings/readers.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>
#include <memory>

namespace gateway::commands {
namespace {

namespace json = boost::json;

struct Wanted {
    std::string config;
    std::vector<std::string> files{"-"};
    std::vector<std::string> rules;
    bool model_only = false;
};

constexpr std::array<std::string_view, 5> added_keys{"kind", "category", "outcome", "score",
                                                     "evidence"};

/// Its text; empty: absent. None: it is something else.
std::optional<std::string_view> text_of(json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    if (value == nullptr || value->is_null()) return std::string_view{};
    if (!value->is_string()) return std::nullopt;
    return std::string_view{value->get_string()};
}

bool flag_of(json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

/// What is said of a message; or why it can't be read.
model::Result<filters::Reading> reading_of(json::object const& object)
{
    auto const body = text_of(object, "text");
    auto const subject = text_of(object, "subject");
    auto const channel = text_of(object, "channel");
    if (!body || !subject || !channel)
        return model::Problem{"text, subject and channel are texts", ""};
    if (!object.contains("text")) return model::Problem{"there is no text", ""};
    auto const known = channel->empty() ? model::Channel::sms : model::find_channel(*channel);
    if (!known) return model::Problem{"no channel is called so", ""};
    return filters::Reading{*known, *subject, *body, flag_of(object, "unsubscribe"),
                            flag_of(object, "media")};
}

/// The likelier kind's, where neither rule nor model names one.
std::string_view category_of(filters::Judgement const& judgement)
{
    if (!judgement.category.empty()) return judgement.category;
    return judgement.kind == model::Kind::promotional ? "marketing" : "service";
}

std::string spelt(filters::Judgement const& judgement)
{
    json::object const evidence{{"step", judgement.step}, {"detail", judgement.detail}};
    return fmt::format(
        R"("kind":"{}","category":{},"outcome":"{}","score":{:.9f},"evidence":{}}})",
        model::name_of(judgement.kind), json::serialize(json::value(category_of(judgement))),
        filters::name_of(judgement.outcome), judgement.probability, json::serialize(evidence));
}

/// The line as it came with our keys behind its own; keys of ours that it had already go.
std::string extended(std::string_view line, json::object object,
                     filters::Judgement const& judgement)
{
    std::size_t had = 0;
    for (auto const key : added_keys)
        had += object.erase(key);
    std::string text{line};
    if (had > 0) text = json::serialize(object);
    text.erase(text.find_last_of('}'));
    if (!object.empty()) text += ',';
    return text + spelt(judgement);
}

/// Goes through all files; what it can't read it tells.
class Classifier {
public:
    Classifier(filters::ContentRules rules, bool model_only, Terminal& terminal)
        : rules_{std::move(rules)}, model_only_{model_only}, terminal_{terminal}
    {
    }

    void read(std::string const& name, Input& input)
    {
        rows::Json lines{[&](rows::Row const& row) { take(name, row); }};
        auto failed = std::optional<model::Problem>{};
        for (auto piece = input.next(); !piece.empty() && !failed; piece = input.next()) {
            failed = lines.feed(piece);
        }
        if (!failed) failed = lines.finish();
        if (failed) bad(name + ": " + failed->where, failed->what);
    }

    void finish()
    {
        terminal_.out.flush();
        if (!tally_.empty()) tally_.print(terminal_.err);
        if (bad_ > 0) terminal_.refuse(std::to_string(bad_) + " lines could not be read");
    }

private:
    void bad(std::string const& where, std::string const& what)
    {
        terminal_.err << "optgate: " << where << ": " << what << '\n';
        ++bad_;
    }

    void take(std::string const& name, rows::Row const& row)
    {
        auto const where = name + ":" + std::to_string(row.line);
        if (row.wrong) return bad(where, row.wrong->what);
        boost::system::error_code error;
        auto value = json::parse({row.raw.data(), row.raw.size()}, error);
        if (error || !value.is_object()) return bad(where, "is no JSON object");
        auto const& object = value.get_object();
        auto const reading = reading_of(object);
        if (!reading) return bad(where, reading.error().what);
        auto const judgement = model_only_ ? filters::judge_by_model(*reading)
                                           : filters::judge_content(*reading, rules_);
        auto const label = text_of(object, "label");
        if (auto const kind = model::find_kind(label.value_or(""))) tally_.add(*kind, judgement);
        terminal_.out << extended(row.raw, object, judgement) << '\n';
    }

    filters::ContentRules rules_;
    bool model_only_;
    Terminal& terminal_;
    Tally tally_;
    std::size_t bad_ = 0;
};

void run(Wanted const& wanted, Terminal& terminal)
{
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    auto rules = settings->content_rules;
    if (!wanted.rules.empty()) {
        auto const read = settings::compile_rules(settings->categories, true, wanted.rules);
        if (!read) return terminal.refuse(read.error().where + ": " + read.error().what);
        rules = *read;
    }
    Classifier classifier{std::move(rules), wanted.model_only, terminal};
    for (auto const& file : wanted.files) {
        auto input = Input::open(file);
        if (!input) return terminal.refuse(file + " can't be read");
        classifier.read(file, *input);
    }
    classifier.finish();
}

}  // namespace

void add_classify(CLI::App& program, Terminal& terminal)
{
    auto* classify = program.add_subcommand(
        "classify", "what content rules and model make of messages (JSON lines)");
    auto const wanted = std::make_shared<Wanted>();
    classify->add_option("--config", wanted->config, "configuration file")
        ->check(CLI::ExistingFile);
    classify->add_flag("--model-only", wanted->model_only, "without the content rules");
    classify->add_option("--rules", wanted->rules, "a further rule file, beside the shipped ones")
        ->allow_extra_args(false);
    classify->add_option("files", wanted->files,
                         R"(JSON lines {"text", "subject"?, "channel"?, "label"?}; "-": stdin)");
    classify->footer(
        "Each line comes back with kind, category, outcome, score and evidence. Where lines have a "
        "label, a "
        "table of\nhow far they agree goes to stderr. Exit code 1: a line could not be read.");
    classify->callback([wanted, &terminal] { run(*wanted, terminal); });
}

}  // namespace gateway::commands
