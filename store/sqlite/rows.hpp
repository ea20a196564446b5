// store/sqlite/rows.hpp: how our words are spelt in columns, both ways.
#pragma once

#include "store/model/customer.hpp"
#include "store/model/feedback.hpp"
#include "store/model/journal.hpp"
#include "store/model/ledger.hpp"
#include "store/sqlite/statement.hpp"

#include <optional>
#include <string_view>

namespace store::sqlite {

inline std::int64_t to_column(model::Time at)
{
    return at.time_since_epoch().count();
}
inline model::Time to_time(std::int64_t ms)
{
    return model::Time{std::chrono::milliseconds{ms}};
}

/// Empty: any channel.
std::string_view to_column(std::optional<model::Channel> channel);
std::optional<model::Channel> to_channel(std::string_view name);

model::State to_state(std::string_view name);
model::Suppression to_suppression(std::string_view name);
model::CustomerKind to_customer_kind(std::string_view name);

/// "yn": open on phone channels, closed on e-mail; empty: none.
std::string_view to_column(std::optional<model::Start> const& start);
std::optional<model::Start> to_start(std::string_view text);

/// Columns `at`: channel, covers, state.
model::Preference to_preference(Rows const& rows, int at);

/// Columns of `ledger` in the order of the schema and its migrations.
model::LedgerEntry to_ledger_entry(Rows const& rows);

/// Columns of `feedback` in the order of the schema.
model::Feedback to_feedback(Rows const& rows);
model::ScoreCount to_score(Rows const& rows);

/// Columns of `journal` in the order of the schema and its migrations.
model::JournalEntry to_journal_entry(Rows const& rows);

}  // namespace store::sqlite
