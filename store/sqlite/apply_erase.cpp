// store/sqlite/apply_erase.cpp: a person's plain data leaves (GDPR, Art. 17); the refusal stays.
//
//   the address     its preferences, hard stops and contacts go; a keyed hash stays, by which it is refused
//   its customers   who hold it or ever did, and have no other contact now, go with all that was said of them, their
//                   ids too, and the customers that were merged into them; those who have one stay, without this
//                   contact
//   the ledger      every entry about the address or such a customer is emptied; digest and hash stay (chain.hpp)
//   the journal     its rows stay as counts: no address, no customer, no text; feedback on them keeps no text either
//   one entry       "erasure" says which entries were emptied, by whom and when, and nothing of the person
//
// The files: SQLite overwrites what is deleted (secure_delete), and the log is cut off at once. When a page was split
// earlier, a copy of a row that moved away may have stayed in its unused room, until the page is filled again
// (measured: of 1 in 1,600 rows of a table filled at random); `VACUUM` by the operator, while nobody serves, ends that.
//
// What can't be known here: whether the evidence or name that somebody wrote about ANOTHER person mentions this one,
// and which unreadable spellings in the journal were meant for this address. The id of a customer who goes may still
// stand in entries of others that were linked to it.
#include "store/ledger/rules.hpp"
#include "store/sqlite/apply.hpp"
#include "store/sqlite/rows.hpp"

#include <boost/json.hpp>

#include <set>

namespace store::sqlite {
namespace {

namespace json = boost::json;

using Names = std::vector<std::string>;

Names texts(Rows rows)
{
    Names found;
    while (rows.next())
        found.push_back(rows.text(0));
    return found;
}

/// The customers who are nobody else: with no contact but this one.
Names customers_who_go(ErasureStatements& sql, std::string const& address)
{
    Names going;
    for (auto const& id : texts(sql.customers(address))) {
        if (!sql.holds_others(id, address).next()) going.push_back(id);
    }
    return going;
}

void collect(std::set<std::int64_t>& sequences, Rows rows)
{
    while (rows.next())
        sequences.insert(rows.number(0));
}

/// What is held of a person.
struct Person {
    std::string const& address;
    Names customers;                 ///< those who go
    std::set<std::int64_t> entries;  ///< of the ledger
};

Person find(ErasureStatements& sql, std::string const& address)
{
    Person person{address, customers_who_go(sql, address), {}};
    collect(person.entries, sql.entries_of_address(address));
    for (auto const& id : person.customers)
        collect(person.entries, sql.entries_of_customer(id));
    return person;
}

std::int64_t changes_of(Statement& statement, auto const&... values)
{
    statement.run(values...);
    return statement.changes();
}

/// How many rows of the journal lost what told who it was.
std::int64_t empty_journal(ErasureStatements& sql, Person const& person)
{
    // Before the ledger is emptied: it tells which addresses such a customer had.
    for (auto const& id : person.customers) {
        for (auto rows = sql.known_as(id); rows.next();) {
            sql.forget_customer.run(rows.view(0), rows.view(1));
        }
    }
    sql.empty_feedback.run(person.address);
    return changes_of(sql.empty_journal, person.address);
}

void drop_state(Application& application, Person const& person)
{
    auto& sql = application.sql.erasure;
    sql.drop_contacts.run(person.address);
    sql.drop_own.run(person.address);
    sql.drop_hard_stops.run(person.address);
    for (auto const& id : person.customers) {
        sql.unlink_copies.run(id);
        application.sql.drop_merged.run(id);
        application.sql.drop_preferences.run(id);
        application.sql.drop_customer.run(id);
        application.touched.customers.insert(id);
    }
}

std::int64_t write_erasure(Application& application, Person const& person, std::int64_t journal)
{
    json::object const after{{"entries", json::value_from(person.entries)},
                             {"customers", person.customers.size()},
                             {"journal", journal}};
    return append(application, {"erasure", "", "", "", json::serialize(after),
                                "A person's data was erased by " + application.by.actor + "."});
}

}  // namespace

Refusal apply(Application& application, model::ErasePerson const& erase)
{
    auto& sql = application.sql.erasure;
    auto const& address = erase.address.text();
    auto const hash = sql.people.hash_of(address);
    auto const before = sql.people.behind(hash);
    auto const person = find(sql, address);
    auto const journal = empty_journal(sql, person);
    if (before != 0 && person.entries.empty() && journal == 0) {
        application.entries.push_back(before);
        return std::nullopt;
    }
    drop_state(application, person);
    for (auto const sequence : person.entries)
        sql.empty_entry.run(sequence);
    sql.people.put(hash, write_erasure(application, person, journal));
    application.touched.addresses.insert(address);
    application.touched.erased.insert(hash);
    application.touched.traces = true;
    return std::nullopt;
}

Refusal lift_erasure(Application& application, model::LiftHardStop const& lift)
{
    auto& people = application.sql.erasure.people;
    auto const hash = people.hash_of(lift.address.text());
    if (people.behind(hash) == 0) {
        return refused(model::Refused::Why::not_found, "no such suppression");
    }
    if (lift.stop.channel) {
        return refused(model::Refused::Why::invalid,
                       "an erasure holds on every channel and is lifted on every one: channel "
                       "must be any");
    }
    if (auto refusal = evidence_missing(application.by, "erasure", {})) {
        refusal->detail =
            "the person's data was erased at their request: evidence must tell "
            "what they said since, where and when";
        return refusal;
    }
    people.drop(hash);
    application.touched.erased.insert(hash);
    return std::nullopt;
}

ErasureStatements::ErasureStatements(Connection& db)
    : people{db},
      customers{db,
                // One that was merged since is the customer it was merged into.
                "SELECT customer FROM contact WHERE address = ?1"
                " UNION SELECT coalesce((SELECT whole FROM merged WHERE customer = held.customer"
                " AND ledger >= held.sequence ORDER BY ledger LIMIT 1), held.customer)"
                " FROM ledger AS held WHERE held.address = ?1 AND held.address <> ''"
                " AND held.customer <> ''"},
      holds_others{db, "SELECT 1 FROM contact WHERE customer = ?1 AND address <> ?2 LIMIT 1"},
      known_as{db,
               "SELECT DISTINCT address, customer FROM ledger WHERE address <> ''"
               " AND sequence IN (SELECT sequence FROM entry_of WHERE customer = ?1)"},
      entries_of_address{db, "SELECT sequence FROM ledger WHERE address = ?1 AND address <> ''"},
      entries_of_customer{db, "SELECT sequence FROM entry_of WHERE customer = ?1"},
      empty_entry{db,
                  "UPDATE ledger SET salt = x'', actor = '', evidence = '', customer = '',"
                  " address = '', before = '', after = '', note = '' WHERE sequence = ?1"},
      drop_contacts{db, "DELETE FROM contact WHERE address = ?1"},
      drop_own{db, "DELETE FROM preference WHERE customer = '' AND address = ?1"},
      drop_hard_stops{db, "DELETE FROM hard_stop WHERE address = ?1"},
      unlink_copies{db,
                    "UPDATE customer SET carbon_copy_of = '' WHERE carbon_copy_of = ?1"
                    " AND carbon_copy_of <> ''"},
      empty_feedback{db,
                     "UPDATE feedback SET subject = '', text = '' WHERE (decision, message) IN"
                     " (SELECT decision, message FROM journal WHERE address = ?1)"},
      empty_journal{db,
                    "UPDATE journal SET address = '', customer = '', subject = '', text = ''"
                    " WHERE address = ?1"},
      forget_customer{db, "UPDATE journal SET customer = '' WHERE address = ?1 AND customer = ?2"}
{
}

}  // namespace store::sqlite
