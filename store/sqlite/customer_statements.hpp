// store/sqlite/customer_statements.hpp: the statements that changes of customers need.
#pragma once

#include "store/sqlite/statement.hpp"

#include <string_view>

namespace store::sqlite {

/// A customer and all that hang together with it through links, itself first. The partial index on
/// carbon_copy_of is used only where `<> ''` is said again.
inline constexpr std::string_view carbon_copies_sql =
    "WITH RECURSIVE member (id) AS (SELECT ?1"
    " UNION SELECT c.carbon_copy_of FROM customer AS c JOIN member ON c.id = member.id"
    "  WHERE c.carbon_copy_of <> ''"
    " UNION SELECT c.id FROM customer AS c JOIN member ON c.carbon_copy_of = member.id"
    "  WHERE c.carbon_copy_of <> '') SELECT id FROM member";

struct CustomerStatements {
    explicit CustomerStatements(Connection& connection);

    Statement find_customer, put_customer, drop_customer, set_start;
    Statement contacts, find_other_owners, put_contact, drop_contact;
    Statement contact_opts_in, opted_in_by_contact;
    Statement preferences_of_customer, drop_preferences;
    Statement linked, group, ancestors, relink, copies;
    Statement find_merged, put_merged, move_merged, drop_merged;
};

}  // namespace store::sqlite
