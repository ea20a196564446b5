// store/sqlite/apply_customer.cpp: customers: made, changed, removed.
#include "store/ledger/note.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/apply.hpp"
#include "store/sqlite/carbon_copy.hpp"
#include "store/sqlite/choices.hpp"
#include "store/sqlite/customers.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace store::sqlite {
namespace {

using model::Refused;

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

/// A location may share an address with its billing account: they are one client.
bool is_carbon_copy(Application& application, model::Customer const& customer,
                    std::string const& owner)
{
    if (customer.carbon_copy_of.empty()) return false;
    auto const group = carbon_copies(application, customer.carbon_copy_of);
    return std::ranges::find(group, owner) != group.end();
}

// Only what is added is judged: who shares an address already may still be renamed.
Refusal owned_elsewhere(Application& application, model::Customer const& customer,
                        HeldContacts const& held)
{
    for (std::size_t i = 0; i < customer.contacts.size(); ++i) {
        auto const& address = customer.contacts[i].address.text();
        if (held.contains(address)) continue;
        std::vector<std::string> owners;
        for (auto rows = application.sql.find_other_owners(address, customer.id); rows.next();)
            owners.push_back(rows.text(0));
        for (auto const& owner : owners) {
            if (!is_carbon_copy(application, customer, owner))
                return Refused{Refused::Why::conflict, owner, i};
        }
    }
    return std::nullopt;
}

void put_itself(Application& application, model::PutCustomer const& put,
                std::optional<HeldCustomer> const& held)
{
    auto const& customer = put.customer;
    auto const before = held ? to_json(held->customer) : "";
    auto const after = to_json(customer);
    if (before == after) return;
    auto note = held ? note_of_changes(held->customer, customer, application.by)
                     : note_of_customer(customer.id, "created", application.by);
    auto const sequence =
        append(application, {"customer", customer.id, "", before, after, std::move(note)});
    auto const started =
        held || !put.start ? 0 : append_start(application, customer.id, {}, *put.start);
    application.sql.put_customer.run(customer.id, name_of(customer.kind), customer.name,
                                     customer.carbon_copy_of, sequence,
                                     held ? "" : to_column(put.start), started);
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

/// The change with what is kept as it is held.
model::PutCustomer with_kept(model::PutCustomer put, HeldCustomer const& held)
{
    auto& customer = put.customer;
    if (put.kept.kind) customer.kind = held.customer.kind;
    if (put.kept.name) customer.name = held.customer.name;
    if (put.kept.carbon_copy_of) customer.carbon_copy_of = held.customer.carbon_copy_of;
    return put;
}

std::int64_t position_behind(HeldContacts const& held)
{
    std::int64_t behind = 0;
    for (auto const& [address, contact] : held)
        behind = std::max(behind, contact.position + 1);
    return behind;
}

void put_contacts(Application& application, model::PutCustomer const& put, HeldContacts const& held)
{
    auto const& customer = put.customer;
    if (!put.kept.contacts) remove_missing(application, customer, held);
    std::int64_t position = put.kept.contacts ? position_behind(held) : 0;
    for (auto contact : customer.contacts) {
        auto const known = held.find(contact.address.text());
        bool const stays = put.kept.contacts && known != held.end();
        if (stays && contact.label.empty()) contact.label = known->second.label;
        put_contact(
            application,
            {customer.id, contact, stays ? known->second.position : position++, put.contacts},
            held);
    }
}

Refusal put_customer(Application& application, model::PutCustomer const& put,
                     std::optional<HeldCustomer> const& held)
{
    auto const& customer = put.customer;
    if (auto refusal = unfit(customer)) return refusal;
    auto const contacts = held ? contacts_of(application, customer.id) : HeldContacts{};
    auto const link_before = held ? held->customer.carbon_copy_of : std::string{};
    bool const links = !customer.carbon_copy_of.empty() && customer.carbon_copy_of != link_before;
    std::vector<std::string> group;
    if (links) {
        auto refusal = wrong_with_link(application, customer.id, customer.carbon_copy_of);
        if (refusal) return refusal;
        group = carbon_copies(application, customer.carbon_copy_of);
    }
    if (put.prevent_duplicates) {
        if (auto refusal = owned_elsewhere(application, customer, contacts)) return refusal;
    }
    put_itself(application, put, held);
    put_contacts(application, put, contacts);
    application.touched.customers.insert(customer.id);
    if (links) join(application, customer.id, customer.carbon_copy_of, group);
    if (application.entries.empty()) application.entries.push_back(held->ledger);
    return std::nullopt;
}

}  // namespace

Refusal apply(Application& application, model::PutCustomer const& put)
{
    auto const held = find_customer(application, put.customer.id);
    if (!held) return put_customer(application, put, held);
    return put_customer(application, with_kept(put, *held), held);
}

Refusal apply(Application& application, model::PutContact const& put)
{
    auto const held = find_customer(application, put.customer);
    if (!held) return unknown_customer(application, put.customer);
    auto customer = held->customer;
    customer.contacts = {put.contact};
    return put_customer(
        application,
        {std::move(customer), put.prevent_duplicates, {}, put.rule, {true, true, true, true}},
        held);
}

Refusal apply(Application& application, model::RemoveContact const& remove)
{
    if (!find_customer(application, remove.customer)) {
        return unknown_customer(application, remove.customer);
    }
    auto const held = contacts_of(application, remove.customer);
    auto const contact = held.find(remove.address.text());
    if (contact == held.end()) {
        return refused(Refused::Why::not_found, "the customer has no such contact");
    }
    remove_contact(application, remove.customer, contact->first, contact->second.label);
    application.touched.customers.insert(remove.customer);
    return std::nullopt;
}

Refusal apply(Application& application, model::RemoveCustomer const& remove)
{
    auto const held = find_customer(application, remove.id);
    if (!held) return unknown_customer(application, remove.id);
    relink_copies(application, remove.id, {});
    for (auto const& [address, contact] : contacts_of(application, remove.id)) {
        remove_contact(application, remove.id, address, contact.label, Stay::all);
    }
    append(application, {"customer", remove.id, "", to_json(held->customer), "",
                         note_of_customer(remove.id, "removed", application.by)});
    application.sql.drop_preferences.run(remove.id);
    application.sql.drop_customer.run(remove.id);
    application.touched.customers.insert(remove.id);
    return std::nullopt;
}

}  // namespace store::sqlite
