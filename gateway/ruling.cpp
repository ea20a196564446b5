#include "gateway/ruling.hpp"

#include "filters/consent/decide.hpp"

#include <algorithm>

namespace gateway {
namespace {

constexpr std::size_t longest_unreadable = 256;

filters::Cues cues_of(Intent const& intent, Provider const& provider, std::string_view path,
                      Settings const& settings)
{
    auto const& own = intent.application->default_category;
    auto const fallback = settings.categories.find(own.empty() ? settings.default_category : own);
    filters::Cues cues;
    cues.header = intent.category;
    cues.stream = intent.stream;
    cues.path = path;
    cues.hints = provider.hints;
    cues.mappings = intent.application->mappings;
    cues.fallback = fallback.value_or(model::Category{0});
    return cues;
}

}  // namespace

Ruling::Ruling(model::Send const& send, Intent const& intent, Provider const& provider,
               std::string_view path, Settings const& settings, store::Index const& index)
    : send_{send},
      intent_{intent},
      provider_{provider},
      settings_{settings},
      index_{index},
      cues_{cues_of(intent, provider, path, settings)}
{
    renew();
}

void Ruling::renew()
{
    generation_ = index_.generation();
    judged_ = judge(send_, cues_, intent_.customer, index_, settings_);
    auto& verdicts = judged_.decision.verdicts;
    wanted_.resize(verdicts.size());
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        auto& wanted = wanted_[i].verdict;
        if (wanted.deliver) wanted = verdicts[i];
        verdicts[i] = wanted;
        if (mode_of(category_of(i)) == model::Mode::observe) verdicts[i].deliver = true;
    }
}

model::CategoryInfo const& Ruling::category_of(std::size_t recipient) const
{
    auto const message = send_.recipients[recipient].message;
    return settings_.categories[judged_.decision.categories[message].category];
}

model::Mode Ruling::mode_of(model::CategoryInfo const& category) const
{
    auto const observe = model::Mode::observe;
    auto const any = intent_.application->mode == observe || provider_.mode == observe ||
                     category.mode == observe;
    return any ? observe : model::Mode::enforce;
}

model::Outcome Ruling::outcome(std::size_t recipient) const
{
    if (wanted_[recipient].verdict.deliver) return model::Outcome::delivered;
    return decision().delivers(recipient) ? model::Outcome::observed : model::Outcome::suppressed;
}

SendVerdict Ruling::verdict() const
{
    if (decision().suppresses_any()) {
        return decision().delivers_any() ? SendVerdict::pruned : SendVerdict::suppressed;
    }
    auto const observed = std::any_of(wanted_.begin(), wanted_.end(),
                                      [](Wanted const& wanted) { return !wanted.verdict.deliver; });
    return observed ? SendVerdict::observed : SendVerdict::delivered;
}

std::string_view Ruling::category() const
{
    if (judged_.decision.categories.empty()) return {};
    return settings_.categories[judged_.decision.categories.front().category].name;
}

bool Ruling::doubt_keeps_back() const
{
    for (std::size_t i = 0; i < send_.recipients.size(); ++i) {
        auto const& category = category_of(i);
        if (category.doubt == model::Doubt::suppress && mode_of(category) == model::Mode::enforce)
            return true;
    }
    return false;
}

bool Ruling::is_recorded() const
{
    return std::all_of(wanted_.begin(), wanted_.end(), [](Wanted const& wanted) {
        return wanted.recorded || wanted.verdict.deliver;
    });
}

std::vector<model::JournalEntry> Ruling::unrecorded(std::string_view decision_id, model::Time at)
{
    std::vector<model::JournalEntry> entries;
    for (std::size_t i = 0; i < send_.recipients.size(); ++i) {
        if (wanted_[i].recorded || wanted_[i].verdict.deliver) continue;
        wanted_[i].recorded = true;
        entries.push_back(entry(i, decision_id, at));
    }
    return entries;
}

std::vector<model::JournalEntry> Ruling::forwarded(std::string_view decision_id, model::Time at,
                                                   model::Outcome outcome,
                                                   model::Reason reason) const
{
    std::vector<model::JournalEntry> entries;
    for (std::size_t i = 0; i < send_.recipients.size(); ++i) {
        if (!decision().delivers(i)) continue;
        entries.push_back(entry(i, decision_id, at));
        entries.back().outcome = outcome;
        entries.back().reason = reason;
    }
    return entries;
}

model::JournalEntry Ruling::entry(std::size_t recipient, std::string_view decision_id,
                                  model::Time at) const
{
    auto const& to = send_.recipients[recipient];
    auto const& category = category_of(recipient);
    auto const& evidence = judged_.decision.categories[to.message].evidence;
    auto const& address = judged_.addresses[recipient];
    model::JournalEntry entry;
    entry.decision = decision_id;
    entry.at = at;
    entry.app = intent_.application->name;
    entry.provider = provider_.name;
    entry.channel = to.channel;
    entry.category = category.name;
    entry.kind = category.kind;
    entry.address = address ? address->text() : to.spelling.substr(0, longest_unreadable);
    entry.outcome = outcome(recipient);
    entry.reason = wanted_[recipient].verdict.reason;
    entry.mode = mode_of(category);
    entry.stream = intent_.stream;
    if (entry.reason == model::Reason::consent_withdrawn) {
        entry.covered_by = filters::covered_by(category, settings_.streams.find(intent_.stream));
    }
    entry.customer = intent_.customer;
    entry.evidence = std::string{evidence.step};
    if (!evidence.detail.empty()) entry.evidence += ": " + evidence.detail;
    return entry;
}

}  // namespace gateway
