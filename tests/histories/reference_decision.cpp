// tests/histories/reference_decision.cpp: design §3, step by step.
#include "tests/histories/reference.hpp"

#include "tests/histories/plain.hpp"

namespace reference {
namespace {

std::string scope_of(std::string const& suppression, Setup const& setup)
{
    if (suppression == "stop_reply") return setup.stop_reply_scope;
    if (suppression == "complaint") return setup.complaint_scope;
    return "channel";
}

bool speaks_of_channel(std::string const& channel, Question const& question)
{
    return channel.empty() || channel == question.channel;
}

}  // namespace

/// Who has a say in a message.
struct People::Voices {
    std::vector<std::pair<Slot, Choice>> choices;
    std::vector<std::pair<bool, bool>> starts;
    std::set<std::string> labels;
};

People::Voices People::voices(Question const& question) const
{
    Voices voices;
    auto const known = addresses_.find(question.address);
    if (known != addresses_.end()) {
        for (auto const& one : known->second.choices)
            voices.choices.push_back(one);
    }
    bool const named = has(customers_, question.customer);
    for (auto const& [id, customer] : customers_) {
        auto const contact = customer.contacts.find(question.address);
        bool const owns = contact != customer.contacts.end();
        if (owns) voices.labels.insert(contact->second.label);
        if (named ? id != question.customer : !owns) continue;
        for (auto const& one : customer.choices)
            voices.choices.push_back(one);
        if (customer.start) voices.starts.push_back(*customer.start);
    }
    return voices;
}

bool People::hard(Question const& question, Category const& category, Setup const& setup) const
{
    auto const known = addresses_.find(question.address);
    if (known == addresses_.end()) return false;
    if (known->second.erased) return true;
    for (auto const& [stop, weight_of_it] : known->second.hard_stops) {
        auto const& [channel, suppression, sender] = stop;
        if (!speaks_of_channel(channel, question)) continue;
        auto const scope = scope_of(suppression, setup);
        // One of them unknown can't be shown to be another.
        bool const theirs = sender.empty() || question.sender.empty() || sender == question.sender;
        if (scope == "channel") return true;
        if (scope == "promotional" && category.promotional) return true;
        if (scope == "sender" && theirs) return true;
    }
    return false;
}

bool People::covers(Slot const& slot, Question const& question, Category const& category,
                    Setup const& setup) const
{
    auto const& [channel, what] = slot;
    if (!speaks_of_channel(channel, question)) return false;
    if (!question.stream.empty() && what == now_called("stream:" + question.stream)) return true;
    if (setup.own_switch.count(question.stream) > 0) return false;
    auto const* kind = category.promotional ? "promotional" : "transactional";
    return what == "any" || what == kind || what == category.name;
}

std::string People::decide(Question const& question, Category const& category,
                           Setup const& setup) const
{
    // 1. Every address here can be read. 2. Hard suppressions.
    if (hard(question, category, setup)) return "hard";
    // 3. Always.
    if (category.rule == "always") return "always_allowed";
    // 4. Any stop that covers.
    auto const heard = voices(question);
    bool allowed = false;
    for (auto const& [slot, choice] : heard.choices) {
        if (!covers(slot, question, category, setup)) continue;
        if (choice.stop) return "consent_withdrawn";
        allowed = true;
    }
    // 5. A channel that needs a yes.
    if (!open(heard, question.channel == "email", setup) && !allowed) return "consent_missing";
    // 6. A category that needs one.
    if (category.rule == "opt_in" && !allowed) return "opt_in_missing";
    // 7. Labels.
    if (question.channel == "sms" && !accepted(heard, setup)) return "label_not_accepted";
    return "allowed";
}

// Whoever started with something is held by that, and the strictest of several decides; for all others the settings
// speak.
bool People::open(Voices const& heard, bool mail, Setup const& setup)
{
    if (heard.starts.empty()) return mail ? setup.email_default : setup.phone_default;
    bool all = true;
    for (auto const& [phone, email] : heard.starts)
        all = all && (mail ? email : phone);
    return all;
}

bool People::accepted(Voices const& heard, Setup const& setup)
{
    if (setup.labels_accepted.empty() || heard.labels.empty()) return true;
    for (auto const& label : heard.labels) {
        if (setup.labels_accepted.count(lower(label)) > 0) return true;
    }
    return false;
}

}  // namespace reference
