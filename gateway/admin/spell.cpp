#include "gateway/admin/spell.hpp"

#include "gateway/admin/mask.hpp"
#include "gateway/admin/times.hpp"

namespace gateway::admin {
namespace {
namespace js = boost::json;

js::value text_or_null(std::string_view text)
{
    return text.empty() ? js::value(nullptr) : js::value(text);
}

/// A message's words are nothing for a viewer: codes and names can't be masked.
js::value kept(std::string_view text, Caller const& caller)
{
    return text_or_null(caller.sees_addresses() ? text : std::string_view{});
}

/// What the ledger keeps of a state is JSON already; a viewer gets it with its strings masked.
js::value masked_state(js::value state, Caller const& caller)
{
    if (auto* text = state.if_string()) return js::value(shown_text(*text, caller));
    if (auto* items = state.if_array()) {
        for (auto& item : *items)
            item = masked_state(std::move(item), caller);
    }
    if (auto* members = state.if_object()) {
        for (auto& member : *members) {
            member.value() = masked_state(std::move(member.value()), caller);
        }
    }
    return state;
}

js::value spell_state(std::string const& state, Caller const& caller)
{
    if (state.empty()) return nullptr;
    boost::system::error_code error;
    auto value = js::parse(state, error);
    if (error) return js::value(shown_text(state, caller));
    return caller.sees_addresses() ? value : masked_state(std::move(value), caller);
}

js::value start_of(std::optional<model::Start> const& start)
{
    if (!start) return nullptr;
    return js::object{{"phone", start->phone}, {"email", start->email}};
}

js::array preferences_of(model::CustomerRecord const& record, Caller const& caller)
{
    js::array items;
    for (std::size_t i = 0; i < record.preferences.size(); ++i) {
        auto item = admin::spell(record.preferences[i]);
        item["source"] = shown_name(record.origins[i].source, caller);
        item["ledger"] = record.origins[i].ledger;
        items.push_back(std::move(item));
    }
    return items;
}

}  // namespace

std::string_view spell(std::optional<model::Channel> channel)
{
    return channel ? model::name_of(*channel) : "any";
}

js::object spell(model::Preference const& preference)
{
    return {{"channel", spell(preference.channel)},
            {"covers", model::to_string(preference.covers)},
            {"state", model::name_of(preference.state)}};
}

js::array spell(std::span<model::Preference const> preferences)
{
    js::array items;
    for (auto const& preference : preferences)
        items.push_back(spell(preference));
    return items;
}

js::object spell(model::HardStop const& stop, Caller const& caller)
{
    return {{"channel", spell(stop.channel)},
            {"suppression", model::name_of(stop.suppression)},
            {"sender", text_or_null(shown_name(stop.sender, caller))}};
}

js::array spell(std::span<model::HardStop const> stops, Caller const& caller)
{
    js::array items;
    for (auto const& stop : stops)
        items.push_back(spell(stop, caller));
    return items;
}

js::array names(std::vector<std::string> const& ids, Caller const& caller)
{
    js::array items;
    for (auto const& id : ids)
        items.emplace_back(shown_name(id, caller));
    return items;
}

js::object spell(model::CustomerRecord const& record, Caller const& caller)
{
    auto const& customer = record.customer;
    js::array contacts;
    for (auto const& contact : customer.contacts) {
        contacts.push_back(
            {{"address", shown(contact.address.text(), caller)}, {"label", contact.label}});
    }
    return {{"id", shown_name(customer.id, caller)},
            {"kind", model::name_of(customer.kind)},
            {"name", shown_name(customer.name, caller)},
            {"contacts", std::move(contacts)},
            {"carbon_copy_of", text_or_null(shown_name(customer.carbon_copy_of, caller))},
            {"carbon_copies", names(record.carbon_copies, caller)},
            {"merged", names(record.merged, caller)},
            {"start", start_of(record.start)},
            {"preferences", preferences_of(record, caller)}};
}

js::object spell(model::LedgerEntry const& entry, Caller const& caller)
{
    auto const address = entry.address.empty() ? std::string{} : shown(entry.address, caller);
    return {{"sequence", entry.sequence},
            {"time", rfc3339(entry.at)},
            {"actor", shown_name(entry.actor, caller)},
            {"source", shown_name(entry.source, caller)},
            {"evidence", text_or_null(shown_text(entry.evidence, caller))},
            {"customer", text_or_null(shown_name(entry.customer, caller))},
            {"address", text_or_null(address)},
            {"action", entry.action},
            {"before", spell_state(entry.before, caller)},
            {"after", spell_state(entry.after, caller)},
            {"note", shown_text(entry.note, caller)},
            {"hash", entry.hash}};
}

js::object spell(model::JournalEntry const& entry, Caller const& caller)
{
    return {{"decision", entry.decision},
            {"time", rfc3339(entry.at)},
            {"app", entry.app},
            {"provider", entry.provider},
            {"channel", model::name_of(entry.channel)},
            {"category", entry.category},
            {"kind", model::name_of(entry.kind)},
            {"address", shown(entry.address, caller)},
            {"verdict", model::name_of(entry.outcome)},
            {"reason", model::name_of(entry.reason)},
            {"mode", model::name_of(entry.mode)},
            {"stream", text_or_null(entry.stream)},
            {"customer", text_or_null(shown_name(entry.customer, caller))},
            {"evidence", entry.evidence},
            {"mark", spell(entry.mark)},
            {"subject", kept(entry.subject, caller)},
            {"text", kept(entry.text, caller)},
            {"ledger", entry.ledger == 0 ? js::value(nullptr) : js::value(entry.ledger)}};
}

js::value spell(model::Mark mark)
{
    return text_or_null(model::name_of(mark));
}

js::object spell(model::Evidence const& evidence)
{
    return {{"step", evidence.step}, {"detail", evidence.detail}};
}

js::object list(js::array items, std::optional<std::string> next)
{
    return {{"items", std::move(items)}, {"next", next ? js::value(*next) : js::value(nullptr)}};
}

}  // namespace gateway::admin
