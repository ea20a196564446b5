// store/sqlite/writer.hpp: the one connection that writes.
#pragma once

#include "store/sqlite/apply.hpp"
#include "store/sqlite/fold.hpp"
#include "store/sqlite/journal.hpp"
#include "store/store.hpp"

namespace store::sqlite {

class SqliteWriter final : public Writer {
public:
    SqliteWriter(std::string const& file, Options const& options);

    Committed commit(Batch const& batch) override;
    std::unique_ptr<Loader> loader() override;
    std::size_t trim_journal(Retention const& retention, model::Time now,
                             std::size_t most) override;
    void put_token(model::Token const& token) override;
    bool remove_token(std::string const& name) override;
    void put_feedback(model::Feedback const& feedback) override;
    void put_scores(std::vector<model::ScoreCount> const& counts) override;
    void limit(std::int64_t max_bytes) override;

private:
    void probe();
    void leave_no_trace();

    bool traces_ = false;  ///< erased data may still stand in the log
    Connection connection_;
    LedgerStatements ledger_;
    Fold fold_;
    JournalInk journal_;
    Statement probe_, put_token_, remove_token_, put_feedback_, put_score_;
};

}  // namespace store::sqlite
