#include "filters/classify/rules.hpp"

#include <re2/re2.h>
#include <re2/set.h>
#include <algorithm>
#include <utility>

namespace filters {
namespace {

/// Of the automaton built while texts are matched. Over it RE2 starts anew, and where that does not
/// help we ask pattern by pattern.
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

}  // namespace

struct ContentRules::Compiled {
    std::vector<ContentRule> rules;  ///< by rank, then in the order given
    std::vector<std::unique_ptr<RE2>> patterns;
    std::unique_ptr<RE2::Set> set;

    /// The first rule that fires, where the set ran out of memory.
    ContentRule const* find_one_by_one(std::string_view text) const
    {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (RE2::PartialMatch({text.data(), text.size()}, *patterns[i])) return &rules[i];
        }
        return nullptr;
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
    compiled->set = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
    for (auto const& rule : rules) {
        auto pattern = std::make_unique<RE2>(rule.pattern, options());
        if (!pattern->ok()) {
            return model::Problem{
                "the pattern of " + rule.name + " is no RE2 pattern: " + pattern->error(),
                rule.where};
        }
        compiled->set->Add(rule.pattern, nullptr);
        compiled->patterns.push_back(std::move(pattern));
    }
    if (!compiled->set->Compile()) {
        return model::Problem{"all rules together are too large", rules.back().where};
    }
    compiled->rules = std::move(rules);
    made.compiled_ = std::move(compiled);
    return made;
}

ContentRule const* ContentRules::find(Reading const& reading) const
{
    if (!compiled_) return nullptr;
    auto const text = text_of(reading);
    thread_local std::vector<int> fired;
    RE2::Set::ErrorInfo error{};
    if (!compiled_->set->Match(text, &fired, &error)) {
        bool const gave_up = error.kind != RE2::Set::kNoError;
        return gave_up ? compiled_->find_one_by_one(text) : nullptr;
    }
    auto const first = *std::min_element(fired.begin(), fired.end());
    return &compiled_->rules[static_cast<std::size_t>(first)];
}

std::vector<ContentRule> const& ContentRules::all() const
{
    static std::vector<ContentRule> const none;
    return compiled_ ? compiled_->rules : none;
}

}  // namespace filters
