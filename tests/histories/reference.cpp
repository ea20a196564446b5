#include "tests/histories/reference.hpp"

#include <algorithm>
#include <cctype>

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

std::string lower(std::string text)
{
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// The recipient did it with their own hands.
bool in_person(std::string const& source)
{
    return std::set<std::string>{"reply",           "web",         "link",
                                 "preference_page", "unsubscribe", "complaint",
                                 "list_unsubscribe"}
               .count(source) > 0;
}

int weight(std::string const& source)
{
    if (source == "default") return 0;
    bool const told_us = source == "phone" || source == "letter" || source == "in_person";
    return in_person(source) || told_us ? 2 : 1;
}

/// May take back what the recipient chose.
bool may_take_back(model::Attribution const& by)
{
    if (by.source == "import") return false;  // a file never takes back what a person said
    return in_person(by.source) || by.evidence.find_first_not_of(" \t\r\n") != std::string::npos;
}

template <class Map>
bool has(Map const& map, typename Map::key_type const& key)
{
    return map.find(key) != map.end();
}

}  // namespace

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

// A choice is kept by what it says and by the weightiest who said so; a customer's choice is that of all its carbon
// copies, and what one of them may not change, none does.
bool People::set(model::SetPreference const& set, model::Attribution const& by)
{
    Slot const slot{channel_text(set.preference.channel), covers_text(set.preference.covers)};
    bool const stop = set.preference.state == model::State::stop;
    std::vector<Choices*> all;
    if (auto const* address = std::get_if<model::Address>(&set.subject)) {
        all.push_back(&addresses_[address->text()].choices);
    } else {
        for (auto const& member : group_of(std::get<model::OfCustomer>(set.subject).id))
            all.push_back(&customers_[member].choices);
    }
    if (all.empty()) return false;
    for (auto const* choices : all) {
        if (!has(*choices, slot)) continue;
        auto const& now = choices->at(slot);
        if (now.stop && !stop && now.weight == 2 && !may_take_back(by)) return false;
    }
    for (auto* choices : all) {
        if (!has(*choices, slot)) {
            (*choices)[slot] = {stop, weight(by.source), false};
            continue;
        }
        auto& now = (*choices)[slot];
        if (now.stop == stop && now.weight >= weight(by.source)) continue;
        now = {stop, weight(by.source), false};
    }
    return true;
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

bool People::put(model::PutCustomer const& put)
{
    auto const& wanted = put.customer;
    bool const is_new = !has(customers_, wanted.id);
    bool const links = !wanted.carbon_copy_of.empty() &&
                       (is_new || customers_[wanted.id].copy_of != wanted.carbon_copy_of);
    if (wanted.id.empty() || wanted.carbon_copy_of == wanted.id) return false;
    std::set<std::string> twice;
    for (auto const& contact : wanted.contacts) {
        if (!twice.insert(contact.address.text()).second) return false;
    }
    if (links &&
        (!has(customers_, wanted.carbon_copy_of) || leads_to(wanted.carbon_copy_of, wanted.id))) {
        return false;
    }
    if (put.prevent_duplicates && somebody_else_owns(wanted)) return false;

    auto& customer = customers_[wanted.id];
    if (is_new && put.start) customer.start = {put.start->phone, put.start->email};
    customer.copy_of = wanted.carbon_copy_of;
    auto const before = customer.contacts;
    for (auto const& [address, contact] : before) {
        if (twice.count(address) == 0) drop_contact(wanted.id, address);
    }
    for (auto const& contact : wanted.contacts) {
        add_contact(wanted.id, contact.address.text(), contact.label, put.contacts);
    }
    if (links) make_equal(group_of(wanted.id));
    return true;
}

// A mobile number entered says yes to service messages; relabelled it no longer does.
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
    contacts[address] = {label, says_yes};
    if (!says_yes) return end_label_consent(address);
    for (auto const& category : rule.categories) {
        categories_by_label_.insert(category);
        auto& choices = addresses_[address].choices;
        if (!has(choices, {"sms", category})) choices[{"sms", category}] = {false, 1, true};
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
void People::drop_contact(std::string const& id, std::string const& address)
{
    auto& customer = customers_[id];
    customer.contacts.erase(address);
    end_label_consent(address);
    for (auto const& [slot, choice] : customer.choices) {
        if (!choice.stop || choice.weight != 2) continue;
        addresses_[address].choices[slot] = {true, 2, false};
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
        drop_contact(id, address);
    customers_.erase(id);
    return true;
}

std::set<std::string> People::group_of(std::string const& id) const
{
    std::set<std::string> group;
    if (!has(customers_, id)) return group;
    group.insert(id);
    for (std::size_t before = 0; before != group.size();) {
        before = group.size();
        for (auto const& [one, customer] : customers_) {
            if (customer.copy_of.empty()) continue;
            if (group.count(one) > 0) group.insert(customer.copy_of);
            if (group.count(customer.copy_of) > 0) group.insert(one);
        }
    }
    return group;
}

bool People::leads_to(std::string const& id, std::string const& to) const
{
    for (auto at = id; !at.empty(); at = customers_.at(at).copy_of) {
        if (at == to) return true;
    }
    return false;
}

// The stricter wins: a stop over an allow, the recipient's own over anybody's, a channel that is off over one that is on.
void People::make_equal(std::set<std::string> const& group)
{
    if (group.size() < 2) return;
    Choices common;
    std::optional<std::pair<bool, bool>> start;
    for (auto const& id : group) {
        auto const& customer = customers_[id];
        for (auto const& [slot, choice] : customer.choices) {
            if (!has(common, slot)) common[slot] = choice;
            auto& held = common[slot];
            bool const stricter = choice.stop && !held.stop;
            bool const weightier = choice.stop == held.stop && choice.weight > held.weight;
            if (stricter || weightier) held = choice;
        }
        if (!customer.start) continue;
        if (!start) start = customer.start;
        start->first &= customer.start->first;
        start->second &= customer.start->second;
    }
    bool const says_less = start && !(start->first && start->second);
    for (auto const& id : group) {
        customers_[id].choices = common;
        // For whom the settings speak, they go on speaking, unless another's start says less.
        if (customers_[id].start || says_less) customers_[id].start = start;
    }
}

bool People::merge(std::string const& into, std::string const& from)
{
    if (into == from || !has(customers_, into) || !has(customers_, from)) return false;
    auto const ended = customers_[from];
    auto& whole = customers_[into];

    for (auto const& [slot, choice] : ended.choices) {
        if (!has(whole.choices, slot)) whole.choices[slot] = choice;
        auto& held = whole.choices[slot];
        bool const stricter = choice.stop && !held.stop;
        bool const weightier = choice.stop == held.stop && choice.weight > held.weight;
        if (stricter || weightier) held = choice;
    }
    if (!whole.start) whole.start = ended.start;
    if (ended.start) {
        whole.start->first &= ended.start->first;
        whole.start->second &= ended.start->second;
    }
    for (auto const& [address, contact] : ended.contacts) {
        addresses_[address].ever_held_by.insert(into);
        if (!has(whole.contacts, address)) whole.contacts[address] = contact;
        whole.contacts[address].opted_in |= contact.opted_in;
    }
    // Whose copy the whole is: what it was, unless that was the one that ended; else what the other was.
    auto link = whole.copy_of;
    if (leads_to(into, from))
        link = ended.copy_of;
    else if (link.empty() && !leads_to(from, into))
        link = ended.copy_of;
    customers_.erase(from);
    for (auto& [id, customer] : customers_) {
        if (customer.copy_of == from) customer.copy_of = id == into ? "" : into;
    }
    customers_[into].copy_of = link;
    make_equal(group_of(into));
    return true;
}

// Who is nobody else goes with the address. It stays refused, by what can't be read.
bool People::erase(std::string const& address)
{
    auto& known = addresses_[address];
    std::set<std::string> going;
    for (auto const& [id, customer] : customers_) {
        bool const theirs = has(customer.contacts, address) || known.ever_held_by.count(id) > 0;
        bool const others = customer.contacts.size() > (has(customer.contacts, address) ? 1u : 0u);
        if (theirs && !others) going.insert(id);
    }
    for (auto& [id, customer] : customers_)
        customer.contacts.erase(address);
    for (auto const& id : going) {
        customers_.erase(id);
        for (auto& [other, customer] : customers_) {
            if (customer.copy_of == id) customer.copy_of = "";
        }
        for (auto& [other, one] : addresses_)
            one.ever_held_by.erase(id);
    }
    known = {};
    known.erased = true;
    return true;
}

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

std::string People::decide(Question const& question, Category const& category,
                           Setup const& setup) const
{
    // 2. Hard suppressions. (Every address here can be read.)
    auto const known = addresses_.find(question.address);
    std::set<std::string> hard;
    if (known != addresses_.end()) {
        for (auto const& [stop, weight_of_it] : known->second.hard_stops) {
            auto const& [channel, suppression, sender] = stop;
            if (channel != "" && channel != question.channel) continue;
            std::string scope = "channel";
            if (suppression == "stop_reply") scope = setup.stop_reply_scope;
            if (suppression == "complaint") scope = setup.complaint_scope;
            if (scope == "promotional" && !category.promotional) continue;
            hard.insert(suppression);
        }
        if (known->second.erased) hard.insert("erased");
    }
    if (!hard.empty()) return "hard";
    // 3. Always.
    if (category.rule == "always") return "always_allowed";
    // 4. Any stop that covers.
    auto const heard = voices(question);
    bool allowed = false;
    for (auto const& [slot, choice] : heard.choices) {
        auto const& [channel, covers] = slot;
        if (channel != "" && channel != question.channel) continue;
        bool const own_switch = setup.own_switch.count(question.stream) > 0;
        bool covered = covers == "stream:" + question.stream && question.stream != "";
        if (!own_switch) {
            covered = covered || covers == "any" || covers == category.name ||
                      covers == (category.promotional ? "promotional" : "transactional");
        }
        if (covered && choice.stop) return "consent_withdrawn";
        if (covered) allowed = true;
    }
    // 5. A channel that needs a yes.
    bool const mail = question.channel == "email";
    bool open = mail ? setup.email_default : setup.phone_default;
    if (!heard.starts.empty()) open = true;
    for (auto const& [phone, email] : heard.starts)
        open = open && (mail ? email : phone);
    if (!open && !allowed) return "consent_missing";
    // 6. A category that needs one.
    if (category.rule == "opt_in" && !allowed) return "opt_in_missing";
    // 7. Labels.
    if (question.channel == "sms" && !setup.labels_accepted.empty() && !heard.labels.empty()) {
        bool accepted = false;
        for (auto const& label : heard.labels)
            accepted |= setup.labels_accepted.count(lower(label)) > 0;
        if (!accepted) return "label_not_accepted";
    }
    return "allowed";
}

}  // namespace reference
