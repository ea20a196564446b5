#include "store/ledger/note.hpp"

#include "store/ledger/state.hpp"

#include <algorithm>

namespace store {
namespace {

using model::Channel;
using model::Covers;

std::string by_whom(model::Attribution const& by)
{
    auto text = " by " + by.actor;
    if (!by.source.empty() && by.source != by.actor) text += " (" + by.source + ")";
    text += '.';
    if (!by.evidence.empty()) text += " Evidence: " + by.evidence;
    return text;
}

std::string spoken(Channel channel)
{
    switch (channel) {
        case Channel::sms: return "SMS";
        case Channel::email: return "e-mail";
        case Channel::whatsapp: return "WhatsApp";
        case Channel::viber: return "Viber";
        case Channel::rcs: return "RCS";
    }
    return {};
}

std::string spoken(std::optional<Channel> channel)
{
    return channel ? spoken(*channel) : "messages on every channel";
}

std::string capitalised(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

std::string messages(model::Preference const& preference)
{
    auto const on = spoken(preference.channel);
    switch (preference.covers.what) {
        case Covers::What::any: return "All " + on;
        case Covers::What::stream:
            return capitalised(on) + " from stream " + preference.covers.name;
        default: return capitalised(preference.covers.name) + " " + on;
    }
}

std::string spoken(model::Subject const& subject)
{
    if (auto const* address = std::get_if<model::Address>(&subject)) return address->text();
    return "customer " + std::get<model::OfCustomer>(subject).id;
}

std::string grounds(model::Suppression suppression)
{
    switch (suppression) {
        case model::Suppression::stop_reply: return "after a STOP reply";
        case model::Suppression::complaint: return "after a complaint";
        case model::Suppression::hard_bounce: return "after a hard bounce";
        case model::Suppression::do_not_contact: return "as do not contact";
        case model::Suppression::erased: return "after an erasure";
    }
    return {};
}

std::string quoted(std::string const& name)
{
    return '"' + name + '"';
}

std::string renaming(std::string const& before, std::string const& after)
{
    if (before.empty()) return "named " + quoted(after);
    if (after.empty()) return "no longer named " + quoted(before);
    return "renamed from " + quoted(before) + " to " + quoted(after);
}

std::string relinking(std::string const& before, std::string const& after)
{
    if (before.empty()) return "now a carbon copy of customer " + after;
    auto const parted = "no longer a carbon copy of customer " + before;
    return after.empty() ? parted : parted + " but of customer " + after;
}

std::string spoken(model::CustomerKind kind)
{
    std::string name{model::name_of(kind)};
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::string stopped(model::Address const& address, model::HardStop const& stop)
{
    auto text = capitalised(spoken(stop.channel)) + " to " + address.text();
    if (!stop.sender.empty()) text += " from " + stop.sender;
    return text;
}

}  // namespace

std::string note_of(model::SetPreference const& set, model::Attribution const& by)
{
    auto const* did = set.preference.state == model::State::stop ? " stopped" : " allowed";
    return messages(set.preference) + did + " for " + spoken(set.subject) + by_whom(by);
}

std::string note_of(model::SetHardStop const& set, model::Attribution const& by)
{
    return stopped(set.address, set.stop) + " suppressed " + grounds(set.stop.suppression) + "," +
           by_whom(by);
}

std::string note_of(model::LiftHardStop const& lift, model::Attribution const& by)
{
    return stopped(lift.address, lift.stop) + ", suppressed " + grounds(lift.stop.suppression) +
           ", allowed again" + by_whom(by);
}

std::string note_of(model::LedgerEntry const& entry)
{
    model::Attribution const by{entry.actor, entry.source, entry.evidence, entry.at};
    auto const address = model::Address::restored(entry.address);
    if (auto const stop = read_hard_stop(entry.after)) {
        return note_of(model::SetHardStop{address, *stop}, by);
    }
    if (auto const preference = read_preference(entry.after)) {
        return note_of(model::SetPreference{address, *preference, {}}, by);
    }
    return {};
}

std::string note_of_renamed(model::Preference const& was, model::SetPreference const& set,
                            model::Attribution const& by)
{
    return messages(was) + " for " + spoken(set.subject) + " is called " +
           to_string(set.preference.covers) + " now; chosen anew" + by_whom(by);
}

std::string note_of_start(std::string const& id, model::Start const& start,
                          model::Attribution const& by)
{
    auto const consent = [](bool open) {
        return open ? "with consent on " : "without consent on ";
    };
    return "Customer " + id + " starts " + consent(start.phone) + "phone channels, " +
           consent(start.email) + "e-mail," + by_whom(by);
}

std::string note_of_contact_opt_out(model::Address const& address,
                                    model::Preference const& preference,
                                    model::Attribution const& by)
{
    return messages(preference) + " for " + address.text() +
           " no longer allowed by the contact's label, it went" + by_whom(by);
}

std::string followed_by(std::string note, std::string const& sentence)
{
    if (!note.empty() && std::string_view{".!?"}.find(note.back()) == std::string_view::npos) {
        note += '.';
    }
    return note + ' ' + sentence;
}

std::string because_of_copy(std::string_view customer)
{
    return "Carbon copy of customer " + std::string{customer} + ".";
}

std::string because_of_merge(std::string_view customer)
{
    return "Merged from customer " + std::string{customer} + ".";
}

std::string note_of_changes(model::Customer const& before, model::Customer const& after,
                            model::Attribution const& by)
{
    std::string changes;
    if (before.name != after.name) changes += " " + renaming(before.name, after.name) + ",";
    if (before.kind != after.kind) {
        changes += " kind changed from " + spoken(before.kind) + " to " + spoken(after.kind) + ",";
    }
    if (before.carbon_copy_of != after.carbon_copy_of) {
        changes += " " + relinking(before.carbon_copy_of, after.carbon_copy_of) + ",";
    }
    return "Customer " + after.id + ":" + changes + by_whom(by);
}

std::string note_of_customer(std::string const& id, std::string const& did,
                             model::Attribution const& by)
{
    return "Customer " + id + " " + did + by_whom(by);
}

std::string note_of_contact(model::Contact const& contact, std::string const& did,
                            std::string const& customer, model::Attribution const& by)
{
    auto text = "Contact " + contact.address.text();
    if (!contact.label.empty()) text += " (" + contact.label + ")";
    return text + " " + did + " customer " + customer + by_whom(by);
}

}  // namespace store
