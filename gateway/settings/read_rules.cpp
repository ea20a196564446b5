// Content rules: files of tables [[rule]], the shipped ones (config/rules/) built in.
#include "gateway/settings/document.hpp"
#include "gateway/settings/file.hpp"
#include "gateway/settings/readers.hpp"
#include "gateway/settings/shipped_rules.hpp"

#include <cerrno>
#include <cstring>

namespace gateway::settings {
namespace {

using filters::ContentRule;

constexpr std::size_t most_rules = 1'000;
constexpr std::size_t longest_pattern = 4'096;

/// A rule whose category is named wrongly is a problem; a shipped one's may be retired, and is left out.
void read_rule(Table& table, model::Categories const& categories, std::string const& file,
               bool shipped, std::vector<ContentRule>& rules)
{
    ContentRule rule;
    table.read("name", rule.name);
    table.read("language", rule.language);
    table.read("category", rule.category);
    table.read("pattern", rule.pattern);
    table.read("precision", rule.precision);
    rule.where = to_string(table.place_of("pattern"), file);
    if (!is_name(rule.name)) table.problem("name", "is 1 to 64 of a-z, 0-9, _ and -");
    if (rule.pattern.empty()) table.problem("pattern", "is missing");
    if (rule.pattern.size() > longest_pattern) table.problem("pattern", "is over 4096 bytes");
    auto const category = categories.find(rule.category);
    if (category && !categories[*category].retired) {
        rule.category = categories[*category].name;
        rule.kind = categories[*category].kind;
        rules.push_back(std::move(rule));
    } else if (!shipped) {
        table.problem("category", "names no category; there are " + category_names(categories));
    }
}

std::optional<model::Problem> read_text(std::string_view text, std::string const& file,
                                        bool shipped, model::Categories const& categories,
                                        std::vector<ContentRule>& rules)
{
    auto const entries = read_document(text, file);
    if (!entries) return entries.error();
    Findings findings{file};
    {
        Table root{"", Place{}, &*entries, findings};
        root.each_in_list(
            "rule", [&](Table& table) { read_rule(table, categories, file, shipped, rules); });
    }
    return findings.first_problem();
}

}  // namespace

model::Result<filters::ContentRules> compile_rules(model::Categories const& categories,
                                                   bool shipped,
                                                   std::vector<std::string> const& files)
{
    std::vector<ContentRule> rules;
    if (shipped) {
        for (auto const& [name, text] : shipped_rules()) {
            if (auto wrong = read_text(text, std::string{name}, true, categories, rules))
                return *std::move(wrong);
        }
    }
    for (auto const& file : files) {
        auto const text = read_file(file);
        if (!text)
            return model::Problem{std::string{"can't be read: "} + std::strerror(errno), file};
        if (auto wrong = read_text(*text, file, false, categories, rules)) return *std::move(wrong);
        if (rules.size() > most_rules) return model::Problem{"holds over 1000 rules", file};
    }
    return filters::ContentRules::compile(std::move(rules));
}

void read_rules(Table& table, Settings& settings)
{
    bool shipped = true;
    table.read("shipped_rules", shipped);
    std::vector<std::string> files;
    for (auto& [file, place] : table.texts("rules"))
        files.push_back(std::move(file));
    auto rules = compile_rules(settings.categories, shipped, files);
    if (rules) {
        settings.content_rules = *std::move(rules);
    } else {
        table.problem("rules", rules.error().where + ": " + rules.error().what);
    }
}

}  // namespace gateway::settings
