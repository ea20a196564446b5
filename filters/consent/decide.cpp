// filters/consent/decide.cpp: the order of design §3. Each step is a question; the first that
// answers wins, and the order of the steps in `decide` is the order of the design.
#include "filters/consent/decide.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace filters {
namespace {

using model::Covers;
using model::HardStop;
using model::Preference;
using model::Reason;
using model::State;
using model::Suppression;
using model::Verdict;

Verdict keep_back(Reason reason)
{
    return {.deliver = false, .reason = reason};
}

bool reaches(std::optional<model::Channel> wanted, model::Channel channel)
{
    return !wanted || *wanted == channel;
}

Reason reason_of(Suppression suppression)
{
    switch (suppression) {
        case Suppression::stop_reply: return Reason::stop_reply;
        case Suppression::complaint: return Reason::complaint;
        case Suppression::hard_bounce: return Reason::hard_bounce;
        case Suppression::erased: return Reason::erased;
        case Suppression::do_not_contact: break;
    }
    return Reason::do_not_contact;
}

Scope scope_of(Suppression suppression, ConsentSettings const& settings)
{
    switch (suppression) {
        case Suppression::stop_reply: return settings.stop_reply;
        case Suppression::complaint: return settings.complaint;
        default: return Scope::channel;
    }
}

bool same_but_for_case(std::string_view a, std::string_view b)
{
    auto const lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// Where either side of a sender's stop is unknown, it can't be shown to be another sender: the
/// stop holds.
bool same_sender(HardStop const& stop, Facts const& facts)
{
    return stop.sender.empty() || facts.sender.empty() ||
           same_but_for_case(stop.sender, facts.sender);
}

bool holds(HardStop const& stop, Facts const& facts, model::CategoryInfo const& category,
           ConsentSettings const& settings)
{
    if (!reaches(stop.channel, facts.channel)) return false;
    switch (scope_of(stop.suppression, settings)) {
        case Scope::promotional: return category.kind == model::Kind::promotional;
        case Scope::sender: return same_sender(stop, facts);
        case Scope::channel: break;
    }
    return true;
}

bool covers(Covers const& covers, Facts const& facts, model::CategoryInfo const& category)
{
    auto const* stream = facts.stream;
    if (stream && stream->own_switch && covers.what != Covers::What::stream) return false;
    switch (covers.what) {
        case Covers::What::any: return true;
        case Covers::What::kind: return covers.name == model::name_of(category.kind);
        case Covers::What::category: return model::is_called(category, covers.name);
        case Covers::What::stream: return stream && model::is_called(*stream, covers.name);
    }
    return false;
}

/// Whether `state` was chosen for this message, by the address or by whoever speaks for it.
bool chosen(State state, Facts const& facts, model::CategoryInfo const& category)
{
    auto const speaks = [&](Preference const& preference) {
        return preference.state == state && reaches(preference.channel, facts.channel) &&
               covers(preference.covers, facts, category);
    };
    auto const& others = facts.customer ? facts.customer->owners : facts.address->owners;
    return std::ranges::any_of(facts.address->own, speaks) || std::ranges::any_of(others, speaks);
}

/// Whether the channel is open to whom nobody said yes or no for: what its owners started with,
/// the stricter of several, else what the settings say now.
bool open_by_default(Facts const& facts, ConsentSettings const& settings)
{
    bool const phone = model::is_phone(facts.channel);
    auto const& starts = facts.customer ? facts.customer->starts : facts.address->starts;
    if (starts.empty()) return phone ? settings.phone_default : settings.email_default;
    return std::ranges::all_of(starts, phone ? &model::Start::phone : &model::Start::email);
}

/// A number kept under several labels is accepted by any of them; one kept under none is not
/// judged.
bool label_accepted(Facts const& facts, ConsentSettings const& settings)
{
    auto const& labels = facts.address->labels;
    auto const& accepted = settings.labels_accepted;
    if (facts.channel != model::Channel::sms || accepted.empty() || labels.empty()) return true;
    return std::ranges::find_first_of(labels, accepted, same_but_for_case) != labels.end();
}

}  // namespace

Verdict decide(Facts const& facts, model::CategoryInfo const& category,
               ConsentSettings const& settings)
{
    if (!facts.address)
        return {category.doubt == model::Doubt::deliver, Reason::address_unreadable};

    for (HardStop const& stop : facts.address->hard_stops) {
        if (holds(stop, facts, category, settings)) return keep_back(reason_of(stop.suppression));
    }
    if (category.rule == model::ConsentRule::always) return {true, Reason::always_allowed};
    if (chosen(State::stop, facts, category)) return keep_back(Reason::consent_withdrawn);

    bool const asks_channel = !open_by_default(facts, settings);
    bool const asks_category = category.rule == model::ConsentRule::opt_in;
    if ((asks_channel || asks_category) && !chosen(State::allow, facts, category)) {
        return keep_back(asks_channel ? Reason::consent_missing : Reason::opt_in_missing);
    }
    if (!label_accepted(facts, settings)) return keep_back(Reason::label_not_accepted);
    return {true, Reason::allowed};
}

std::string covered_by(model::CategoryInfo const& category, model::Stream const* stream)
{
    std::string words{","};
    auto const add = [&](std::string_view prefix, auto const& named) {
        words.append(prefix).append(named.name).append(",");
        for (auto const& name : named.formerly)
            words.append(prefix).append(name).append(",");
    };
    if (!stream || !stream->own_switch) {
        words.append("any,").append(model::name_of(category.kind)).append(",");
        add({}, category);
    }
    if (stream) add("stream:", *stream);
    return words;
}

void follow_primary(std::span<model::Recipient const> recipients, std::span<Verdict> verdicts)
{
    if (std::ranges::all_of(verdicts, &Verdict::deliver)) return;  // as for most sends
    std::size_t envelopes = 0;
    for (auto const& recipient : recipients)
        envelopes = std::max(envelopes, recipient.envelope + 1);

    enum class Primary : char { absent, kept_back, delivered };
    std::vector<Primary> primaries(envelopes, Primary::absent);
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        if (!recipients[i].primary) continue;
        auto& primary = primaries[recipients[i].envelope];
        if (verdicts[i].deliver) primary = Primary::delivered;
        if (primary == Primary::absent) primary = Primary::kept_back;
    }
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        bool const alone = primaries[recipients[i].envelope] == Primary::kept_back;
        if (alone && verdicts[i].deliver) verdicts[i] = keep_back(Reason::primary_suppressed);
    }
}

}  // namespace filters
