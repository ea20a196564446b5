// store/sqlite/erasure.hpp: the statements that an erasure needs (apply_erase.cpp).
#pragma once

#include "store/sqlite/erased.hpp"
#include "store/sqlite/statement.hpp"

namespace store::sqlite {

struct ErasureStatements {
    explicit ErasureStatements(Connection& connection);

    ErasedPeople people;
    Statement customers, holds_others, known_as;
    Statement entries_of_address, entries_of_customer, empty_entry;
    Statement drop_contacts, drop_own, drop_hard_stops, unlink_copies;
    Statement empty_feedback, empty_journal, forget_customer;
};

}  // namespace store::sqlite
