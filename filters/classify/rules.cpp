#include "filters/classify/rules.hpp"

#include <re2/filtered_re2.h>
#include <re2/re2.h>
#include <re2/set.h>
#include <algorithm>
#include <utility>

namespace filters {
namespace {

/// Of one automaton, built while texts are matched; over it RE2 starts anew.
constexpr std::int64_t memory_bytes = std::int64_t{32} * 1024 * 1024;

RE2::Options options()
{
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_dot_nl(true);
    options.set_never_capture(true);
    options.set_log_errors(false);
    options.set_max_mem(memory_bytes);
    return options;
}

/// Which rule speaks where several fire; less comes first.
int rank(ContentRule const& rule)
{
    if (rule.category == "one_time_code") return 0;
    if (rule.category == "billing") return 1;
    return rule.kind == model::Kind::promotional ? 2 : 3;
}

std::string text_of(Reading const& reading)
{
    std::string text{reading.subject.substr(0, longest_read)};
    text += '\n';
    return text.append(reading.body.substr(0, longest_read));
}

/// The shortest text that is looked for before a pattern is asked; in bytes.
constexpr int shortest_atom = 3;

}  // namespace

/// A pattern can only match where certain plain texts stand ("atoms"): all atoms of all patterns are looked for in one
/// pass, and only patterns whose atoms were found are asked.
struct ContentRules::Compiled {
    std::vector<ContentRule> rules;  ///< by rank, then in the order given
    re2::FilteredRE2 patterns{shortest_atom};
    std::unique_ptr<RE2::Set> atoms;
    int atom_count = 0;

    /// Numbers of the atoms in the text.
    void find_atoms(std::string_view text, std::vector<int>& found) const
    {
        found.clear();
        if (atoms == nullptr) return;
        RE2::Set::ErrorInfo error{};
        if (atoms->Match({text.data(), text.size()}, &found, &error)) return;
        if (error.kind == RE2::Set::kNoError) return;
        // Its memory ran out: all may be there.
        for (int i = 0; i < atom_count; ++i)
            found.push_back(i);
    }
};

ContentRules::ContentRules() = default;

model::Result<ContentRules> ContentRules::compile(std::vector<ContentRule> rules)
{
    ContentRules made;
    if (rules.empty()) return made;
    std::stable_sort(rules.begin(), rules.end(),
                     [](ContentRule const& a, ContentRule const& b) { return rank(a) < rank(b); });
    auto compiled = std::make_shared<Compiled>();
    for (auto const& rule : rules) {
        int id = 0;
        if (compiled->patterns.Add(rule.pattern, options(), &id) != RE2::NoError) {
            return model::Problem{"the pattern of " + rule.name +
                                      " is no RE2 pattern: " + RE2{rule.pattern, options()}.error(),
                                  rule.where};
        }
    }
    std::vector<std::string> atoms;
    compiled->patterns.Compile(&atoms);
    if (!atoms.empty()) {
        compiled->atoms = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
        for (auto const& atom : atoms)
            compiled->atoms->Add(RE2::QuoteMeta(atom), nullptr);
        if (!compiled->atoms->Compile()) {
            return model::Problem{"all rules together are too large", rules.back().where};
        }
    }
    compiled->atom_count = static_cast<int>(atoms.size());
    compiled->rules = std::move(rules);
    made.compiled_ = std::move(compiled);
    return made;
}

ContentRule const* ContentRules::find(Reading const& reading) const
{
    if (!compiled_) return nullptr;
    auto const text = text_of(reading);
    thread_local std::vector<int> atoms;
    compiled_->find_atoms(text, atoms);
    int const first = compiled_->patterns.FirstMatch({text.data(), text.size()}, atoms);
    return first < 0 ? nullptr : &compiled_->rules[static_cast<std::size_t>(first)];
}

std::vector<ContentRule> const& ContentRules::all() const
{
    static std::vector<ContentRule> const none;
    return compiled_ ? compiled_->rules : none;
}

}  // namespace filters
