// store/sqlite/apply.hpp: one change against the state: checked, written to the ledger, and folded
// into the state, all in the caller's transaction. A refused change leaves nothing behind.
#pragma once

#include "store/model/ledger.hpp"
#include "store/sqlite/customer_statements.hpp"
#include "store/sqlite/erasure.hpp"
#include "store/sqlite/ink.hpp"
#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace store::sqlite {

/// Whose profile a batch may have changed.
struct Touched {
    std::set<std::string> addresses;
    std::set<std::string> customers;
    std::set<KeyedHash::Words> erased;
    bool traces = false;  ///< plain data was removed: nothing of it may stay in the files
};

/// The statements that changes need.
struct LedgerStatements : CustomerStatements {
    explicit LedgerStatements(Connection& connection);

    Statement savepoint, release, undo;
    LedgerInk ink;
    Statement find_preference, put_preference, drop_preference;
    Statement find_hard_stops, put_hard_stop, drop_hard_stops;
    ErasureStatements erasure;
};

/// One change on its way into the ledger.
struct Application {
    LedgerStatements& sql;
    model::Attribution const& by;
    Touched& touched;
    std::vector<std::int64_t> entries;  ///< the sequences it wrote, or that made it so before
};

using Refusal = std::optional<model::Refused>;

/// What an entry is about; the attribution comes from the change.
struct Line {
    std::string_view action;
    std::string_view customer;
    std::string_view address;
    std::string before;  ///< JSON; empty: none
    std::string after;
    std::string note;
};
std::int64_t append(Application& application, Line const& line);

Refusal apply(Application& application, model::SetPreference const& set);
Refusal apply(Application& application, model::SetHardStop const& set);
Refusal apply(Application& application, model::LiftHardStop const& lift);
Refusal apply(Application& application, model::PutCustomer const& put);
Refusal apply(Application& application, model::PutContact const& put);
Refusal apply(Application& application, model::RemoveContact const& remove);
Refusal apply(Application& application, model::RemoveCustomer const& remove);
Refusal apply(Application& application, model::MergeCustomers const& merge);
Refusal apply(Application& application, model::ErasePerson const& erase);

/// Takes back an erasure; the caller writes the entry.
Refusal lift_erasure(Application& application, model::LiftHardStop const& lift);

/// What a change does in somebody else's words: `by` stands in its entries, which `application`
/// gets.
template <class What>
Refusal apply_as(Application& application, model::Attribution const& by, What const& what)
{
    Application other{application.sql, by, application.touched, {}};
    auto refusal = apply(other, what);
    application.entries.insert(application.entries.end(), other.entries.begin(),
                               other.entries.end());
    return refusal;
}

/// Applies a change; one that may be refused halfway between savepoints.
Changed apply(LedgerStatements& sql, model::Change const& change, Touched& touched);

inline model::Refused refused(model::Refused::Why why, std::string detail)
{
    return {why, std::move(detail)};
}

}  // namespace store::sqlite
