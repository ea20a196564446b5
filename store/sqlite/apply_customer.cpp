// store/sqlite/apply_customer.cpp: customers and their contacts.
//
// A stop that the recipient made on a customer outlives the customer's hold on an address: when a
// contact goes, or the customer does, the stop stays with the address (design, promise 1).
#include "store/ledger/note.hpp"
#include "store/ledger/rules.hpp"
#include "store/sqlite/apply.hpp"
#include "store/sqlite/rows.hpp"

#include <boost/json.hpp>

#include <map>

namespace store::sqlite {
namespace {

namespace json = boost::json;
using model::Refused;

std::string to_json(model::Customer const& customer)
{
    json::object object{{"kind", name_of(customer.kind)}, {"name", customer.name}};
    if (!customer.carbon_copy_of.empty()) object["carbon_copy_of"] = customer.carbon_copy_of;
    return json::serialize(object);
}

std::string to_json(std::string const& label)
{
    return json::serialize(json::object{{"label", label}});
}

struct Held {
    model::Customer customer;  ///< without its contacts
    std::int64_t ledger = 0;
};

std::optional<Held> find(Application& application, std::string const& id)
{
    auto rows = application.sql.find_customer(id);
    if (!rows.next()) return std::nullopt;
    return Held{{id, to_customer_kind(rows.view(0)), rows.text(1), {}, rows.text(2)},
                rows.number(3)};
}

struct HeldContact {
    std::string label;
    std::int64_t ledger = 0;
};
using HeldContacts = std::map<std::string, HeldContact>;

HeldContacts contacts_of(Application& application, std::string const& id)
{
    HeldContacts held;
    for (auto rows = application.sql.contacts(id); rows.next();) {
        held.emplace(rows.text(0), HeldContact{rows.text(1), rows.number(2)});
    }
    return held;
}

Refusal unfit(model::Customer const& customer)
{
    if (customer.id.empty()) return refused(Refused::Why::invalid, "a customer needs an id");
    if (customer.carbon_copy_of == customer.id) {
        return refused(Refused::Why::invalid, "a customer can't be the carbon copy of itself");
    }
    std::set<std::string_view> seen;
    for (auto const& contact : customer.contacts) {
        if (!seen.insert(contact.address.text()).second) {
            return refused(Refused::Why::invalid, "two contacts have the same address");
        }
    }
    return std::nullopt;
}

// Only what is added is judged: who shares an address already may still be renamed.
Refusal owned_elsewhere(Application& application, model::Customer const& customer,
                        HeldContacts const& held)
{
    for (auto const& contact : customer.contacts) {
        if (held.contains(contact.address.text())) continue;
        auto rows = application.sql.find_other_owner(contact.address.text(), customer.id);
        if (rows.next()) return refused(Refused::Why::conflict, rows.text(0));
    }
    return std::nullopt;
}

void put_itself(Application& application, model::Customer const& customer,
                std::optional<Held> const& held)
{
    auto const before = held ? to_json(held->customer) : "";
    auto const after = to_json(customer);
    if (before == after) return;
    auto const sequence = append(
        application, {"customer", customer.id, "", before, after,
                      note_of_customer(customer.id, held ? "changed" : "created", application.by)});
    application.sql.put_customer.run(customer.id, name_of(customer.kind), customer.name,
                                     customer.carbon_copy_of, sequence);
}

void put_contact(Application& application, std::string const& id, model::Contact const& contact,
                 std::int64_t position, HeldContacts const& held)
{
    auto const& address = contact.address.text();
    auto const known = held.find(address);
    auto sequence = known == held.end() ? 0 : known->second.ledger;
    if (known == held.end() || known->second.label != contact.label) {
        auto const did = known == held.end()
                             ? std::string{"added to"}
                             : "relabelled from \"" + known->second.label + "\" for";
        sequence =
            append(application,
                   {"contact", id, address, known == held.end() ? "" : to_json(known->second.label),
                    to_json(contact.label), note_of_contact(contact, did, id, application.by)});
    }
    application.sql.put_contact.run(id, address, contact.label, position, sequence);
    application.touched.addresses.insert(address);
}

void keep_recipients_stops(Application& application, std::string const& id,
                           model::Address const& address)
{
    struct Stop {
        model::Preference preference;
        model::Attribution by;
    };
    std::vector<Stop> stops;
    for (auto rows = application.sql.recipients_stops(id); rows.next();) {
        if (weight_of(rows.view(3)) != Weight::by_recipient) continue;
        stops.push_back({to_preference(rows, 0),
                         {application.by.actor, rows.text(3), rows.text(4), application.by.at}});
    }
    for (auto const& stop : stops) {
        Application kept{application.sql, stop.by, application.touched, {}};
        apply(kept, model::SetPreference{address, stop.preference});
        application.entries.insert(application.entries.end(), kept.entries.begin(),
                                   kept.entries.end());
    }
}

void remove_contact(Application& application, std::string const& id, std::string const& address,
                    std::string const& label)
{
    model::Contact const contact{model::Address::restored(address), label};
    append(application, {"contact", id, address, to_json(label), "",
                         note_of_contact(contact, "removed from", id, application.by)});
    keep_recipients_stops(application, id, contact.address);
    application.sql.drop_contact.run(id, address);
    application.touched.addresses.insert(address);
}

void remove_missing(Application& application, model::Customer const& customer,
                    HeldContacts const& held)
{
    std::set<std::string_view> wanted;
    for (auto const& contact : customer.contacts)
        wanted.insert(contact.address.text());
    for (auto const& [address, contact] : held) {
        if (!wanted.contains(address)) {
            remove_contact(application, customer.id, address, contact.label);
        }
    }
}

}  // namespace

Refusal apply(Application& application, model::PutCustomer const& put)
{
    auto const& customer = put.customer;
    if (auto refusal = unfit(customer)) return refusal;
    auto const held = find(application, customer.id);
    auto const contacts = contacts_of(application, customer.id);
    if (put.prevent_duplicates) {
        if (auto refusal = owned_elsewhere(application, customer, contacts)) return refusal;
    }
    put_itself(application, customer, held);
    remove_missing(application, customer, contacts);
    std::int64_t position = 0;
    for (auto const& contact : customer.contacts) {
        put_contact(application, customer.id, contact, position++, contacts);
    }
    application.touched.customers.insert(customer.id);
    if (application.entries.empty()) application.entries.push_back(held->ledger);
    return std::nullopt;
}

Refusal apply(Application& application, model::RemoveCustomer const& remove)
{
    auto const held = find(application, remove.id);
    if (!held) return refused(Refused::Why::not_found, "no such customer");
    for (auto const& [address, contact] : contacts_of(application, remove.id)) {
        remove_contact(application, remove.id, address, contact.label);
    }
    append(application, {"customer", remove.id, "", to_json(held->customer), "",
                         note_of_customer(remove.id, "removed", application.by)});
    application.sql.drop_preferences.run(remove.id);
    application.sql.drop_customer.run(remove.id);
    application.touched.customers.insert(remove.id);
    return std::nullopt;
}

}  // namespace store::sqlite
