// store/sqlite/reader.hpp: a connection that reads.
#pragma once

#include "store/sqlite/fold.hpp"
#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

namespace store::sqlite {

class SqliteReader final : public Reader {
public:
    explicit SqliteReader(std::string const& file);

    Head head() override;
    std::optional<Head> link(std::int64_t sequence) override;
    bool each_changed(Head const& since, std::size_t most,
                      std::function<void(Folded&&)> const& sink) override;
    void each_part(std::function<void(Folded&&)> const& sink) override;
    void each_profile(std::function<void(Folded const&)> const& sink) override;
    std::optional<model::CustomerRecord> customer(std::string const& id) override;
    std::string merged_into(std::string const& id) override;
    std::vector<std::string> owners(model::Address const& address) override;
    std::vector<Duplicate> duplicates(std::string const& after, std::size_t limit) override;
    model::Profile profile(model::Address const& address) override;
    std::vector<model::LedgerEntry> history(model::Subject const& subject, std::int64_t after,
                                            std::size_t limit) override;
    std::optional<model::LedgerEntry> ledger_entry(std::int64_t sequence) override;
    std::optional<model::LedgerEntry> erasure(model::Address const& address) override;
    std::vector<model::LedgerEntry> history_of_person(model::Address const& address,
                                                      std::int64_t after,
                                                      std::size_t limit) override;
    JournalPage journal(model::JournalQuery const& query) override;
    std::vector<StateRow> state(Listed part, StateRow const* after, std::size_t limit) override;
    std::vector<DayCount> changes_a_day(std::int64_t since, std::int64_t until) override;
    std::optional<ImportPoint> import_point(std::string const& file) override;
    std::vector<model::Token> tokens() override;
    std::vector<model::Feedback> feedback(std::int64_t before_row, std::size_t limit) override;
    std::vector<model::ScoreCount> scores() override;
    Verified verify(std::optional<Head> const& noted) override;

private:
    Connection connection_;
    Fold fold_;
    ErasedPeople erased_;
    Statement customer_, contacts_, chosen_, group_, merged_, whole_, owners_, duplicates_,
        history_of_customer_, history_of_address_, history_of_person_, entry_, tokens_, feedback_,
        scores_;
};

}  // namespace store::sqlite
