// store/model/customer.hpp: a person or account known by the sender's own id, and the ways to reach them.
#pragma once

#include "store/model/address.hpp"
#include "store/model/preference.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model {

enum class CustomerKind : std::uint8_t { customer, location, billing_account };
inline constexpr std::array<std::string_view, 3> customer_kind_names{"customer", "location",
                                                                     "billing_account"};
constexpr std::string_view name_of(CustomerKind kind)
{
    return customer_kind_names[static_cast<std::size_t>(kind)];
}

struct Contact {
    Address address;
    std::string label;  ///< "mobile", "home", "work", ...; may be empty

    bool operator==(Contact const&) const = default;
};

struct Customer {
    std::string id;
    CustomerKind kind = CustomerKind::customer;
    std::string name;
    std::vector<Contact> contacts;
    std::string carbon_copy_of;  ///< another customer's id; empty: none
};

/// What made a preference what it is.
struct Origin {
    std::string source;       ///< "staff", "reply", ...
    std::int64_t ledger = 0;  ///< the entry
};

/// A customer with what was chosen for them.
struct CustomerRecord {
    Customer customer;
    std::vector<Preference> preferences{};
    std::vector<Origin> origins{};  ///< one a preference
    std::optional<Start> start{};
    std::vector<std::string>
        carbon_copies{};                ///< all whose choices are kept the same as this one's
    std::vector<std::string> merged{};  ///< ids of customers that became part of this one
};

}  // namespace model
