#include "gateway/ruling.hpp"

#include "filters/classify/content.hpp"
#include "filters/consent/decide.hpp"
#include "gateway/calibration.hpp"
#include "gateway/cut.hpp"

#include <algorithm>
#include <utility>

namespace gateway {
namespace {

constexpr std::size_t longest_unreadable = 256;

/// Of a text that the journal keeps, and of its subject.
constexpr std::size_t longest_kept = 4'096;

filters::Cues cues_of(Intent const& intent, Provider const& provider, std::string_view path,
                      Settings const& settings)
{
    filters::Cues cues;
    add_settings(cues, *intent.application, settings);
    cues.header = intent.category;
    cues.stream = intent.stream;
    cues.path = path;
    cues.hints = provider.hints;
    return cues;
}

TextSource source_of(Provider const& provider, providers::Call const& call)
{
    auto const read = provider.dialect->text;
    return [read, &call](std::size_t message) {
        return read != nullptr ? read(call, message) : model::Text{};
    };
}

bool is_doubtful(model::Mark mark)
{
    return mark == model::Mark::mislabelled || mark == model::Mark::reclassified;
}

/// Whether the sender named the category itself.
bool is_labelled(model::Classified const& classified)
{
    auto const& step = classified.evidence.step;
    return step == "header" || step == "hint" || step == "mapping";
}

}  // namespace

Ruling::Ruling(model::Send const& send, Intent const& intent, Provider const& provider,
               providers::Call const& call, Settings const& settings, store::Index const& index)
    : send_{send},
      intent_{intent},
      provider_{provider},
      settings_{settings},
      index_{index},
      cues_{cues_of(intent, provider, call.path, settings)},
      texts_{source_of(provider, call), call.body.size(), send, *intent.application, settings}
{
    judged_.decision.categories = classify(send_, cues_, *intent_.application, settings_, texts_);
    judged_.addresses = addresses_of(send_, settings_);
    renew();
}

void Ruling::renew()
{
    generation_ = index_.generation();
    judged_ = judge(send_, std::move(judged_.addresses), std::move(judged_.decision.categories),
                    intent_.stream, intent_.customer, index_, settings_);
    auto& verdicts = judged_.decision.verdicts;
    wanted_.resize(verdicts.size());
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        auto& wanted = wanted_[i].verdict;
        if (wanted.deliver) wanted = verdicts[i];
        verdicts[i] = wanted;
        if (mode_of(category_of(i)) == model::Mode::observe) verdicts[i].deliver = true;
    }
    bool const leaves_whole = provider_.signed_messages == SignedMessages::whole &&
                              decision().delivers_any() && keeps_back_sealed();
    if (!leaves_whole) return;
    for (auto& verdict : verdicts)
        verdict.deliver = true;
}

bool Ruling::keeps_back_sealed() const
{
    for (std::size_t i = 0; i < send_.recipients.size(); ++i) {
        if (send_.recipients[i].sealed && !decision().delivers(i)) return true;
    }
    return false;
}

bool Ruling::breaks_seal() const
{
    return provider_.signed_messages == SignedMessages::refuse && keeps_back_sealed();
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
                                                   model::Outcome outcome, model::Reason reason)
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

std::vector<model::JournalEntry> Ruling::delivered(std::string_view decision_id, model::Time at)
{
    if (settings_.journal.delivered)
        return forwarded(decision_id, at, model::Outcome::delivered, model::Reason::allowed);
    std::vector<model::JournalEntry> entries;
    for (std::size_t i = 0; i < send_.recipients.size(); ++i) {
        auto const mark = decision().categories[send_.recipients[i].message].mark;
        if (is_doubtful(mark) && wanted_[i].verdict.deliver)
            entries.push_back(entry(i, decision_id, at));
    }
    return entries;
}

bool Ruling::calibrate()
{
    auto* const calibration = intent_.application->calibration.get();
    if (calibration == nullptr) return false;
    bool full = false;
    for (std::size_t i = 0; i < decision().categories.size(); ++i) {
        auto const& classified = decision().categories[i];
        if (!is_labelled(classified) || !calibration->wants()) continue;
        auto const kind = settings_.categories[classified.category].kind;
        auto const judgement = texts_.judge(i);
        if (judgement) full = calibration->add(kind, judgement->score) || full;
    }
    return full;
}

std::vector<model::ScoreCount> Ruling::scores() const
{
    return intent_.application->calibration->counts();
}

void Ruling::keep_text(model::JournalEntry& entry, std::size_t message)
{
    auto const* const page = texts_.page(message);
    if (page == nullptr) return;
    entry.subject = cut(page->subject, longest_kept);
    entry.text = cut(page->body, longest_kept);
}

model::JournalEntry Ruling::entry(std::size_t recipient, std::string_view decision_id,
                                  model::Time at)
{
    auto const& to = send_.recipients[recipient];
    auto const& category = category_of(recipient);
    auto const& [found, evidence, mark] = judged_.decision.categories[to.message];
    auto const& address = judged_.addresses[recipient];
    model::JournalEntry entry;
    entry.decision = decision_id;
    entry.at = at;
    entry.app = intent_.application->name;
    entry.provider = provider_.name;
    entry.channel = to.channel;
    entry.category = category.name;
    entry.kind = category.kind;
    entry.address = address ? address->text() : std::string{cut(to.spelling, longest_unreadable)};
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
    entry.mark = mark;
    entry.message = static_cast<std::int64_t>(to.message);
    if (settings_.journal.keep_text) keep_text(entry, to.message);
    return entry;
}

}  // namespace gateway
