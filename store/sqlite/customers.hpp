// store/sqlite/customers.hpp: a customer and its contacts as they stand, for the changes of customers.
#pragma once

#include "store/model/customer.hpp"
#include "store/sqlite/apply.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace store::sqlite {

struct HeldCustomer {
    model::Customer customer;  ///< without its contacts
    std::int64_t ledger = 0;
    std::optional<model::Start> start;
};
std::optional<HeldCustomer> find_customer(Application& application, std::string const& id);

struct HeldContact {
    std::string label;
    std::int64_t ledger = 0;
    std::int64_t position = 0;
    bool opts_in = false;  ///< by its label, when it was added
};
using HeldContacts = std::map<std::string, HeldContact>;  ///< by address
HeldContacts contacts_of(Application& application, std::string const& id);

/// "No such customer", or into whom it was merged.
model::Refused unknown_customer(Application& application, std::string_view id);

/// The profiles of the customer and all its addresses may have changed.
void touch_customer(Application& application, std::string_view id);

// apply_contact.cpp: contacts, and what their labels say.

/// Adds, relabels or moves a contact at its place in the list.
struct PutContact {
    std::string const& customer;
    model::Contact const& contact;
    std::int64_t position;
    model::ContactRule const& rule;
};
void put_contact(Application& application, PutContact const& put, HeldContacts const& held);

/// Which of a customer's stops stay with an address that it loses.
enum class Stay : std::uint8_t {
    recipients,  ///< those that the recipient made; the customer goes on having all of them
    all,         ///< the customer goes, too, and nobody else would know
};
/// What the label opted in to goes with it.
void remove_contact(Application& application, std::string const& customer,
                    std::string const& address, std::string const& label,
                    Stay stops = Stay::recipients);

}  // namespace store::sqlite
