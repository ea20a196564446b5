// store/sqlite/ink.hpp: writes the ledger's lines, each chained to the one before (store/ledger/chain.hpp).
#pragma once

#include "store/ledger/chain.hpp"
#include "store/sqlite/statement.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace store::sqlite {

/// What a line says of a person, closed for the chain (store/ledger/chain.hpp).
struct Seal {
    Salt salt{};
    Digest digest{};
};
/// What chains a line to the one before.
struct Link {
    std::int64_t sequence = 0;
    Digest hash{};
};

class LedgerInk {
public:
    explicit LedgerInk(Connection& connection);

    /// At the begin of a transaction: takes up where the ledger ends now, whoever wrote last, and whatever was
    /// rolled back.
    void begin();
    /// The line's sequence. What the ledger says of its end, and of the day, follows in `end`.
    std::int64_t write(std::int64_t at, std::string_view action, std::string_view source,
                       Personal const& personal);
    /// Of a line that somebody else writes, next.
    Link chain(std::int64_t at, std::string_view action, std::string_view source, Seal const& seal);
    /// Before the commit.
    void end();

    Head const& head() const { return head_; }
    /// Where the ledger ends now; after a savepoint was rolled back it goes on from there.
    struct Mark {
        Head head;
        std::size_t runs;
        std::int64_t last_run;
    };
    Mark mark() const { return {head_, runs_.size(), runs_.empty() ? 0 : runs_.back().changes}; }
    void continue_from(Mark const& mark);

private:
    /// Lines of one day, source and action that came one after the other.
    struct Run {
        std::int64_t day;
        std::string source, action;
        std::int64_t changes;
    };
    void count(std::int64_t at, std::string_view action, std::string_view source);

    Chain chain_;
    Salts salts_;
    Head kept_, head_;
    std::vector<Run> runs_;
    Statement insert_, find_head_, keep_head_, add_count_;
};

/// Where the store says that its ledger ends; columns chain_length and chain_head `at`.
Head to_head(Rows const& rows, int at = 0);

/// Chains lines that were written before there was a chain. Within the caller's transaction.
void chain_what_is_there(Connection& connection);

}  // namespace store::sqlite
