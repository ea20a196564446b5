// store/sqlite/journal.hpp: the block log: written in the batch's transaction, read newest first.
#pragma once

#include "store/model/journal.hpp"
#include "store/sqlite/erased.hpp"
#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

#include <string>

namespace store::sqlite {

/// The writing side. Fills in which ledger entry is behind a verdict that kept something back.
class JournalInk {
public:
    explicit JournalInk(Connection& connection);

    void write(model::JournalEntry const& entry);
    /// Within the caller's transaction; how many were removed, at most `most`. The newest always
    /// stays, so that no row number is used twice.
    std::size_t trim(Retention const& retention, model::Time now, std::size_t most);

private:
    std::int64_t behind(model::JournalEntry const& entry);
    std::int64_t withdrawal_behind(model::JournalEntry const& entry);
    std::int64_t start_behind(model::JournalEntry const& entry);

    Connection& db_;
    ErasedPeople erased_;
    Statement insert_, hard_stop_, withdrawal_, customer_, start_, label_, trim_age_, trim_rows_,
        trim_feedback_;
};

JournalPage read_journal(Connection& connection, model::JournalQuery const& query);

}  // namespace store::sqlite
