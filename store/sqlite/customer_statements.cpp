#include "store/sqlite/customer_statements.hpp"

namespace store::sqlite {

CustomerStatements::CustomerStatements(Connection& db)
    : find_customer{db,
                    "SELECT kind, name, carbon_copy_of, ledger, start FROM customer WHERE id = ?1"},
      put_customer{db,
                   "INSERT INTO customer (id, kind, name, carbon_copy_of, ledger, start,"
                   " start_ledger) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE"
                   " SET kind = ?2, name = ?3, carbon_copy_of = ?4, ledger = ?5"},
      drop_customer{db, "DELETE FROM customer WHERE id = ?1"},
      set_start{db, "UPDATE customer SET start = ?2, start_ledger = ?3 WHERE id = ?1"},
      contacts{db,
               "SELECT address, label, ledger, position, opts_in FROM contact WHERE customer = ?1"
               " ORDER BY position"},
      find_other_owners{db,
                        "SELECT customer FROM contact WHERE address = ?1 AND customer <> ?2"
                        " ORDER BY customer"},
      put_contact{db,
                  "INSERT INTO contact (customer, address, label, position, ledger, opts_in)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (customer, address)"
                  " DO UPDATE SET label = ?3, position = ?4, ledger = ?5, opts_in = ?6"},
      drop_contact{db, "DELETE FROM contact WHERE customer = ?1 AND address = ?2"},
      contact_opts_in{db, "SELECT 1 FROM contact WHERE address = ?1 AND opts_in = 1 LIMIT 1"},
      opted_in_by_contact{db,
                          "SELECT p.channel, p.covers, p.state FROM preference AS p"
                          " JOIN ledger AS l ON l.sequence = p.ledger"
                          " WHERE p.customer = '' AND p.address = ?1 AND p.state = 'allow'"
                          " AND l.source = 'contact'"},
      preferences_of_customer{
          db,
          "SELECT p.channel, p.covers, p.state, l.source, l.evidence, l.at FROM preference AS p"
          " JOIN ledger AS l ON l.sequence = p.ledger"
          " WHERE p.customer = ?1 AND p.address = ''"},
      drop_preferences{db, "DELETE FROM preference WHERE customer = ?1 AND address = ''"},
      linked{db,
             "SELECT carbon_copy_of <> '' OR EXISTS (SELECT 1 FROM customer AS copy"
             " WHERE copy.carbon_copy_of = ?1 AND copy.carbon_copy_of <> '')"
             " FROM customer WHERE id = ?1"},
      group{db, carbon_copies_sql},
      ancestors{db,
                "WITH RECURSIVE above (id) AS (SELECT carbon_copy_of FROM customer WHERE id = ?1"
                " UNION SELECT c.carbon_copy_of FROM customer AS c JOIN above ON c.id = above.id)"
                " SELECT id FROM above WHERE id <> ''"},
      relink{db, "UPDATE customer SET carbon_copy_of = ?2, ledger = ?3 WHERE id = ?1"},
      copies{db, "SELECT id FROM customer WHERE carbon_copy_of = ?1 AND carbon_copy_of <> ''"},
      find_merged{db, "SELECT whole FROM merged WHERE customer = ?1 ORDER BY ledger DESC LIMIT 1"},
      put_merged{db, "INSERT INTO merged VALUES (?1, ?2, ?3)"},
      move_merged{db, "UPDATE merged SET whole = ?2 WHERE whole = ?1"},
      drop_merged{db, "DELETE FROM merged WHERE whole = ?1"}
{
}

}  // namespace store::sqlite
