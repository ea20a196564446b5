#include "tests/histories/reference.hpp"

#include "tests/histories/plain.hpp"

#include <algorithm>

namespace reference {
namespace {

std::string channel_text(std::optional<model::Channel> channel)
{
    if (!channel) return "";
    switch (*channel) {
        case model::Channel::sms: return "sms";
        case model::Channel::email: return "email";
        case model::Channel::whatsapp: return "whatsapp";
        case model::Channel::viber: return "viber";
        case model::Channel::rcs: return "rcs";
    }
    return "?";
}

std::string covers_text(model::Covers const& covers)
{
    if (covers.what == model::Covers::What::any) return "any";
    if (covers.what == model::Covers::What::stream) return "stream:" + covers.name;
    return covers.name;
}

std::string suppression_text(model::Suppression suppression)
{
    switch (suppression) {
        case model::Suppression::stop_reply: return "stop_reply";
        case model::Suppression::complaint: return "complaint";
        case model::Suppression::hard_bounce: return "hard_bounce";
        case model::Suppression::do_not_contact: return "do_not_contact";
        case model::Suppression::erased: return "erased";
    }
    return "?";
}

/// The recipient did it with their own hands.
bool in_person(std::string const& source)
{
    return std::set<std::string>{"reply",           "web",         "link",
                                 "preference_page", "unsubscribe", "complaint",
                                 "list_unsubscribe"}
               .count(lower(source)) > 0;
}

/// The recipient said so, and somebody wrote it down.
bool told_us(std::string const& source)
{
    return std::set<std::string>{"phone", "letter", "paper", "form", "email", "in_person"}.count(
               lower(source)) > 0;
}

int weight(std::string const& source)
{
    return in_person(source) || told_us(source) ? 2 : 1;
}

/// May take back what the recipient chose.
bool may_take_back(model::Attribution const& by)
{
    if (lower(by.source) == "import") return false;  // a file never takes back what a person said
    return in_person(by.source) || by.evidence.find_first_not_of(" \t\r\n") != std::string::npos;
}

}  // namespace

std::string People::now_called(std::string const& name) const
{
    auto const found = renamed_.find(name);
    return found == renamed_.end() ? name : found->second;
}

bool People::apply(model::Change const& change)
{
    if (change.by.actor.empty()) return false;
    if (auto const* what = std::get_if<model::SetPreference>(&change.what))
        return set(*what, change.by);
    if (auto const* what = std::get_if<model::SetHardStop>(&change.what))
        return set(*what, change.by);
    if (auto const* what = std::get_if<model::LiftHardStop>(&change.what))
        return lift(*what, change.by);
    if (auto const* what = std::get_if<model::PutCustomer>(&change.what)) return put(*what);
    if (auto const* what = std::get_if<model::RemoveCustomer>(&change.what))
        return remove(what->id);
    if (auto const* what = std::get_if<model::MergeCustomers>(&change.what)) {
        return merge(what->into, what->from);
    }
    return erase(std::get<model::ErasePerson>(change.what).address.text());
}

/// Everybody's choices that are one with the subject's.
std::vector<People::Choices*> People::choices_of(model::Subject const& subject)
{
    if (auto const* address = std::get_if<model::Address>(&subject))
        return {&addresses_[address->text()].choices};
    std::vector<Choices*> all;
    for (auto const& member : group_of(std::get<model::OfCustomer>(subject).id))
        all.push_back(&customers_[member].choices);
    return all;
}

// A choice is kept by what it says and by the weightiest who said so; a customer's choice is that of all its carbon
// copies, and what one of them may not change, none does.
bool People::set(model::SetPreference const& set, model::Attribution const& by)
{
    Slot const slot{channel_text(set.preference.channel),
                    now_called(covers_text(set.preference.covers))};
    Choice const said{set.preference.state == model::State::stop, weight(by.source), false};
    auto const all = choices_of(set.subject);
    for (auto const* choices : all) {
        if (!has(*choices, slot) || said.stop || may_take_back(by)) continue;
        if (choices->at(slot).stop && choices->at(slot).weight == 2) return false;
    }
    for (auto* choices : all) {
        auto& now = choices->insert({slot, said}).first->second;
        if (now.stop != said.stop || now.weight < said.weight) now = said;
    }
    return !all.empty();
}

bool People::set(model::SetHardStop const& set, model::Attribution const& by)
{
    HardStop const stop{channel_text(set.stop.channel), suppression_text(set.stop.suppression),
                        set.stop.sender};
    auto& held = addresses_[set.address.text()].hard_stops;
    if (!has(held, stop)) held[stop] = weight(by.source);
    held[stop] = std::max(held[stop], weight(by.source));
    return true;
}

bool People::lift(model::LiftHardStop const& lift, model::Attribution const& by)
{
    auto& known = addresses_[lift.address.text()];
    auto const channel = channel_text(lift.stop.channel);
    auto const suppression = suppression_text(lift.stop.suppression);
    if (suppression == "erased") {
        if (!known.erased || channel != "" || !may_take_back(by)) return false;
        known.erased = false;
        return true;
    }
    std::vector<HardStop> found;
    for (auto const& [stop, weight_of_it] : known.hard_stops) {
        if (std::get<0>(stop) != channel || std::get<1>(stop) != suppression) continue;
        if (!lift.stop.sender.empty() && std::get<2>(stop) != lift.stop.sender) continue;
        bool const theirs =
            suppression == "stop_reply" || suppression == "complaint" || weight_of_it == 2;
        if (theirs && !may_take_back(by)) return false;
        found.push_back(stop);
    }
    for (auto const& stop : found)
        known.hard_stops.erase(stop);
    return !found.empty();
}

bool People::somebody_else_owns(model::Customer const& wanted) const
{
    for (auto const& contact : wanted.contacts) {
        auto const& address = contact.address.text();
        auto const self = customers_.find(wanted.id);
        if (self != customers_.end() && has(self->second.contacts, address)) continue;
        for (auto const& [id, other] : customers_) {
            if (id == wanted.id || !has(other.contacts, address)) continue;
            // Carbon copies are one client.
            if (wanted.carbon_copy_of.empty() || group_of(wanted.carbon_copy_of).count(id) == 0)
                return true;
        }
    }
    return false;
}

bool People::fits(model::Customer const& wanted, bool links) const
{
    auto const& of = wanted.carbon_copy_of;
    if (wanted.id.empty() || of == wanted.id) return false;
    std::set<std::string> once;
    for (auto const& contact : wanted.contacts) {
        if (!once.insert(contact.address.text()).second) return false;
    }
    return !links || (has(customers_, of) && !leads_to(of, wanted.id));
}

bool People::put(model::PutCustomer const& put)
{
    auto const& wanted = put.customer;
    bool const is_new = !has(customers_, wanted.id);
    bool const links = !wanted.carbon_copy_of.empty() &&
                       (is_new || customers_[wanted.id].copy_of != wanted.carbon_copy_of);
    if (!fits(wanted, links)) return false;
    if (put.prevent_duplicates && somebody_else_owns(wanted)) return false;

    auto& customer = customers_[wanted.id];
    if (is_new && put.start) customer.start = {put.start->phone, put.start->email};
    customer.copy_of = wanted.carbon_copy_of;
    put_contacts(put);
    if (links) make_equal(group_of(wanted.id));
    return true;
}

void People::put_contacts(model::PutCustomer const& put)
{
    auto const& id = put.customer.id;
    std::set<std::string> stay;
    for (auto const& contact : put.customer.contacts)
        stay.insert(contact.address.text());
    auto const before = customers_[id].contacts;
    for (auto const& [address, contact] : before) {
        if (stay.count(address) == 0) drop_contact(id, address);
    }
    for (auto const& contact : put.customer.contacts)
        add_contact(id, contact.address.text(), contact.label, put.contacts);
}

// A mobile number entered says yes to service messages, as the rule is then; relabelled it no longer does.
void People::add_contact(std::string const& id, std::string const& address,
                         std::string const& label, model::ContactRule const& rule)
{
    auto& contacts = customers_[id].contacts;
    addresses_[address].ever_held_by.insert(id);
    bool const there = has(contacts, address);
    if (there && contacts[address].label == label) return;
    bool const is_phone = address[0] == '+';
    bool says_yes = false;
    for (auto const& one : rule.labels)
        says_yes |= is_phone && lower(label) == lower(one);
    bool const said_yes = there && contacts[address].opted_in;
    contacts[address] = {label, says_yes};
    if (!says_yes) return end_label_consent(address);
    if (said_yes)
        return;  // under another spelling, or another label that says so: nothing was added
    for (auto const& category : rule.categories) {
        categories_by_label_.insert(category);
        auto& choices = addresses_[address].choices;
        if (!has(choices, {"sms", category})) choices[{"sms", category}] = {false, 0, true};
    }
}

void People::end_label_consent(std::string const& address)
{
    for (auto const& [id, customer] : customers_) {
        auto const held = customer.contacts.find(address);
        if (held != customer.contacts.end() && held->second.opted_in) return;
    }
    auto& choices = addresses_[address].choices;
    for (auto const& category : categories_by_label_) {
        Slot const slot{"sms", category};
        if (has(choices, slot) && choices[slot].by_label) choices.erase(slot);
    }
}

// Whoever stopped something on a customer must not be written to because the customer lost the address.
void People::drop_contact(std::string const& id, std::string const& address, Weight least)
{
    auto& customer = customers_[id];
    customer.contacts.erase(address);
    end_label_consent(address);
    for (auto const& [slot, choice] : customer.choices) {
        if (!choice.stop || choice.weight < least) continue;
        auto& now = addresses_[address].choices[slot];
        now = {true, now.stop ? std::max(now.weight, choice.weight) : choice.weight, false};
    }
}

bool People::remove(std::string const& id)
{
    if (!has(customers_, id)) return false;
    for (auto& [other, customer] : customers_) {
        if (customer.copy_of == id) customer.copy_of = "";
    }
    auto const contacts = customers_[id].contacts;
    for (auto const& [address, contact] : contacts)
        drop_contact(id, address, 1);
    customers_.erase(id);
    return true;
}

/// Who holds the address or ever did, and has no other.
std::set<std::string> People::who_goes_with(std::string const& address)
{
    std::set<std::string> going = addresses_[address].ever_held_by;
    for (auto const& [id, customer] : customers_) {
        bool const holds = has(customer.contacts, address);
        if (holds) going.insert(id);
        if (customer.contacts.size() > (holds ? 1u : 0u)) going.erase(id);
    }
    return going;
}

// Who is nobody else goes with the address, and who bears that id later is somebody new. It stays refused, by what can't
// be read.
bool People::erase(std::string const& address)
{
    for (auto const& id : who_goes_with(address))
        forget(id);
    for (auto& [id, customer] : customers_)
        customer.contacts.erase(address);
    addresses_[address] = {};
    addresses_[address].erased = true;
    return true;
}

void People::forget(std::string const& id)
{
    customers_.erase(id);
    for (auto& [other, customer] : customers_) {
        if (customer.copy_of == id) customer.copy_of = "";
    }
    for (auto& [other, one] : addresses_)
        one.ever_held_by.erase(id);
}

}  // namespace reference
