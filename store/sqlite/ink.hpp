// store/sqlite/ink.hpp: writes the ledger's lines, each chained to the one before (store/ledger/chain.hpp).
#pragma once

#include "store/ledger/chain.hpp"
#include "store/sqlite/statement.hpp"

namespace store::sqlite {

class LedgerInk {
public:
    explicit LedgerInk(Connection& connection);

    /// At the begin of a transaction: takes up where the ledger ends now, whoever wrote last, and whatever was
    /// rolled back.
    void begin();
    /// The line's sequence. What the ledger says of its end follows in `end`.
    std::int64_t write(std::int64_t at, std::string_view action, std::string_view source,
                       Personal const& personal);
    /// Before the commit.
    void end();

    Head const& head() const { return head_; }
    /// After a savepoint was rolled back: where the ledger ended then.
    void continue_from(Head const& head) { head_ = head; }

private:
    Chain chain_;
    Salts salts_;
    Head kept_, head_;
    Statement insert_, find_head_, keep_head_;
};

/// Where the store says that its ledger ends; columns chain_length and chain_head `at`.
Head to_head(Rows const& rows, int at = 0);

/// Chains lines that were written before there was a chain. Within the caller's transaction.
void chain_what_is_there(Connection& connection);

}  // namespace store::sqlite
