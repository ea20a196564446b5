// store/sqlite/apply_contact.cpp: contacts, and what a label alone says.
//
// A number added under one of the rule's labels opts in to SMS of its categories: an allow on the
// address, source "contact", where nobody chose anything yet. It goes when the last customer who
// holds the number under such a label gives it up, unless somebody chose since. A stop that the
// recipient made on a customer outlives the customer's hold on an address, and every stop outlives the customer: it stays
// with the address (design, promise 1).
#include "store/address/ascii.hpp"
#include "store/ledger/note.hpp"
#include "store/ledger/rules.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/customers.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>

namespace store::sqlite {
namespace {

constexpr std::string_view source_of_rule = "contact";

bool opts_in(model::Contact const& contact, model::ContactRule const& rule)
{
    if (contact.address.form() != model::Address::Form::phone) return false;
    return std::ranges::any_of(rule.labels, [&](std::string const& label) {
        return std::ranges::equal(contact.label, label, {}, address::lower);
    });
}

model::Attribution by_label(model::Attribution const& by)
{
    return {by.actor, std::string{source_of_rule}, {}, by.at};
}

void opt_in(Application& application, model::Contact const& contact, model::ContactRule const& rule)
{
    auto const by = by_label(application.by);
    for (auto const& category : rule.categories) {
        model::Preference const preference{
            model::Channel::sms, {model::Covers::What::category, category}, model::State::allow};
        bool const chosen = application.sql
                                .find_preference("", contact.address.text(),
                                                 to_column(preference.channel), category)
                                .next();
        if (!chosen) {
            apply_as(application, by, model::SetPreference{contact.address, preference, {}});
        }
    }
}

void opt_out(Application& application, model::Address const& address)
{
    if (application.sql.contact_opts_in(address.text()).next()) return;
    std::vector<model::Preference> gone;
    for (auto rows = application.sql.opted_in_by_contact(address.text()); rows.next();)
        gone.push_back(to_preference(rows, 0));
    auto const by = by_label(application.by);
    Application rule{application.sql, by, application.touched, {}};
    for (auto const& preference : gone) {
        append(rule, {"preference", "", address.text(), to_json(preference), "",
                      note_of_contact_opt_out(address, preference, by)});
        application.sql.drop_preference.run("", address.text(), to_column(preference.channel),
                                            to_string(preference.covers));
    }
    application.entries.insert(application.entries.end(), rule.entries.begin(), rule.entries.end());
}

void keep_stops(Application& application, std::string const& customer,
                model::Address const& address, Stay which)
{
    struct Stop {
        model::Preference preference;
        model::Attribution by;
    };
    std::vector<Stop> stops;
    for (auto rows = application.sql.preferences_of_customer(customer); rows.next();) {
        auto const preference = to_preference(rows, 0);
        bool const stays = which == Stay::all || weight_of(rows.view(3)) == Weight::by_recipient;
        if (!stays || preference.state != model::State::stop) continue;
        stops.push_back(
            {preference, {application.by.actor, rows.text(3), rows.text(4), application.by.at}});
    }
    for (auto const& stop : stops) {
        apply_as(application, stop.by, model::SetPreference{address, stop.preference, {}});
    }
}

std::int64_t append_contact(Application& application, PutContact const& put,
                            HeldContact const* known)
{
    auto const& [customer, contact, position, rule] = put;
    auto const did =
        known ? "relabelled from \"" + known->label + "\" for" : std::string{"added to"};
    return append(
        application,
        {"contact", customer, contact.address.text(), known ? label_to_json(known->label) : "",
         label_to_json(contact.label), note_of_contact(contact, did, customer, application.by)});
}

}  // namespace

void put_contact(Application& application, PutContact const& put, HeldContacts const& held)
{
    auto const& address = put.contact.address.text();
    auto const found = held.find(address);
    HeldContact const* known = found == held.end() ? nullptr : &found->second;
    bool const said = !known || known->label != put.contact.label;
    if (!said && known->position == put.position) return;

    bool const opted = known && known->opts_in;
    bool const opts = said ? opts_in(put.contact, put.rule) : opted;
    auto const sequence = said ? append_contact(application, put, known) : known->ledger;
    application.sql.put_contact.run(put.customer, address, put.contact.label, put.position,
                                    sequence, std::int64_t{opts});
    application.touched.addresses.insert(address);
    if (opts && !opted) opt_in(application, put.contact, put.rule);
    if (known && said && !opts) opt_out(application, put.contact.address);
}

void remove_contact(Application& application, std::string const& customer,
                    std::string const& address, std::string const& label, Stay stops)
{
    model::Contact const contact{model::Address::restored(address), label};
    append(application, {"contact", customer, address, label_to_json(label), "",
                         note_of_contact(contact, "removed from", customer, application.by)});
    keep_stops(application, customer, contact.address, stops);
    application.sql.drop_contact.run(customer, address);
    opt_out(application, contact.address);
    application.touched.addresses.insert(address);
}

}  // namespace store::sqlite
