// store/sqlite/apply_merge.cpp: two customers that are one. Contacts, choices, carbon copies and history of `from`
// become those of `into`; of two choices on one slot, and of what the two started with, the stricter stays.
#include "store/ledger/note.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/apply.hpp"
#include "store/sqlite/carbon_copy.hpp"
#include "store/sqlite/choices.hpp"
#include "store/sqlite/customers.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>

namespace store::sqlite {
namespace {

using model::Refused;

bool descends(Application& application, std::string const& id, std::string const& from)
{
    for (auto rows = application.sql.ancestors(id); rows.next();) {
        if (rows.view(0) == from) return true;
    }
    return false;
}

/// Whose carbon copy the whole is: it keeps its own link, or takes the other's place.
std::string link_of(Application& application, model::Customer const& into,
                    model::Customer const& from)
{
    if (descends(application, into.id, from.id)) return from.carbon_copy_of;
    bool const takes = into.carbon_copy_of.empty() && !descends(application, from.id, into.id);
    return takes ? from.carbon_copy_of : into.carbon_copy_of;
}

void relink(Application& application, model::Customer const& into, model::Customer const& from)
{
    auto wanted = into;
    wanted.carbon_copy_of = link_of(application, into, from);
    relink_copies(application, from.id, into.id);
    if (wanted.carbon_copy_of == into.carbon_copy_of) return;
    auto const sequence =
        append(application, {"customer", into.id, "", to_json(into), to_json(wanted),
                             note_of_changes(into, wanted, application.by)});
    application.sql.relink.run(into.id, wanted.carbon_copy_of, sequence);
}

void move_contacts(Application& application, std::string const& into, std::string const& from)
{
    auto const held = contacts_of(application, into);
    auto position = static_cast<std::int64_t>(held.size());
    for (auto const& [address, contact] : contacts_of(application, from)) {
        model::Contact const moved{model::Address::restored(address), contact.label};
        append(application, {"contact", from, address, label_to_json(contact.label), "",
                             note_of_contact(moved, "moved to customer " + into + " from", from,
                                             application.by)});
        application.sql.drop_contact.run(from, address);
        auto const known = held.find(address);
        if (known == held.end()) {
            auto const sequence =
                append(application, {"contact", into, address, "", label_to_json(contact.label),
                                     note_of_contact(moved, "moved from customer " + from + " to",
                                                     into, application.by)});
            application.sql.put_contact.run(into, address, contact.label, position++, sequence,
                                            std::int64_t{contact.opts_in});
        } else if (contact.opts_in && !known->second.opts_in) {
            application.sql.put_contact.run(into, address, known->second.label,
                                            known->second.position, known->second.ledger,
                                            std::int64_t{1});
        }
        application.touched.addresses.insert(address);
    }
}

void end(Application& application, model::Customer const& from, std::string const& into)
{
    auto const& id = from.id;
    auto const sequence =
        append(application, {"customer", id, "", to_json(from), "",
                             note_of_customer(id, "merged into customer " + into, application.by)});
    application.sql.drop_preferences.run(id);
    application.sql.drop_customer.run(id);
    application.sql.move_merged.run(id, into);
    application.sql.put_merged.run(id, into, sequence);
    application.touched.customers.insert(id);
}

}  // namespace

Refusal apply(Application& application, model::MergeCustomers const& merge)
{
    if (merge.into == merge.from) {
        return refused(Refused::Why::invalid, "a customer can't be merged with itself");
    }
    auto const into = find_customer(application, merge.into);
    if (!into) return unknown_customer(application, merge.into);
    auto const from = find_customer(application, merge.from);
    if (!from) {
        auto refusal = unknown_customer(application, merge.from);
        refusal.detail = "from: " + refusal.detail;
        return refusal;
    }
    put_choices(application, merge.into, choices_of(application, merge.from), because_of_merge);
    put_start(application, merge.into, into->start, stricter(into->start, from->start));
    move_contacts(application, merge.into, merge.from);
    relink(application, into->customer, from->customer);
    end(application, from->customer, merge.into);
    touch_customer(application, merge.into);
    synchronise(application, merge.into);
    return std::nullopt;
}

}  // namespace store::sqlite
