#include "store/sqlite/journal.hpp"

#include "store/sqlite/rows.hpp"

namespace store::sqlite {
namespace {

std::int64_t first_number(Rows rows)
{
    return rows.next() ? rows.number(0) : 0;
}

bool kept_back(model::Outcome outcome)
{
    return outcome == model::Outcome::suppressed || outcome == model::Outcome::observed;
}

std::int64_t changes_of(Connection& db)
{
    return sqlite3_changes64(db.get());
}

/// `covered_by`, or what covers a message of names that never changed.
std::string covering(model::JournalEntry const& entry)
{
    if (!entry.covered_by.empty()) return entry.covered_by;
    auto words = ",any," + std::string{name_of(entry.kind)} + "," + entry.category + ",";
    if (!entry.stream.empty()) words += "stream:" + entry.stream + ",";
    return words;
}

}  // namespace

JournalInk::JournalInk(Connection& db)
    : db_{db},
      erased_{db},
      insert_{db,
              "INSERT INTO journal (at, decision, app, provider, channel, category, kind, address, "
              "outcome,"
              " reason, mode, stream, customer, evidence, ledger, mark, message, subject, text)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
              " ?18, ?19)"},
      // The plus signs keep SQLite from making IN lists of the ORs: it would build a temporary tree for each at every
      // use, five times the cost of the look-up itself.
      hard_stop_{db,
                 "SELECT ifnull(max(ledger), 0) FROM hard_stop WHERE address = ?1"
                 " AND (+channel = '' OR +channel = ?2) AND suppression = ?3"},
      // ?4: the customer the send named, if known; then other owners do not count.
      withdrawal_{db,
                  "SELECT ifnull(max(ledger), 0) FROM ("
                  " SELECT one, two, three, ledger FROM profile WHERE address = ?1"
                  "  AND (part = 'own' OR (part = 'owners' AND ?4 = ''))"
                  " UNION ALL SELECT channel, covers, state, ledger FROM preference"
                  "  WHERE customer = ?4 AND address = '' AND ?4 <> '')"
                  " WHERE three = 'stop' AND (+one = '' OR +one = ?2)"
                  " AND instr(?3, ',' || two || ',') > 0"},
      customer_{db, "SELECT start, start_ledger FROM customer WHERE id = ?1"},
      // ?2: the letter of `start` that speaks for the channel.
      start_{db,
             "SELECT ifnull(max(k.start_ledger), 0) FROM contact AS c CROSS JOIN customer AS k"
             " ON k.id = c.customer WHERE c.address = ?1 AND substr(k.start, ?2, 1) = 'n'"},
      label_{db, "SELECT ifnull(max(ledger), 0) FROM contact WHERE address = ?1"},
      trim_age_{db,
                "DELETE FROM journal WHERE row IN (SELECT row FROM journal WHERE at < ?1"
                " ORDER BY at, row LIMIT ?2) AND row <> (SELECT max(row) FROM journal)"},
      trim_rows_{db,
                 "DELETE FROM journal WHERE row IN (SELECT row FROM journal WHERE row <="
                 " (SELECT max(row) FROM journal) - max(?1, 1) ORDER BY row LIMIT ?2)"},
      trim_feedback_{db, "DELETE FROM feedback WHERE at < ?1"}
{
}

// A send to somebody who was erased is on record, but not who that is.
void JournalInk::write(model::JournalEntry const& entry)
{
    bool const nameless = entry.reason == model::Reason::erased;
    std::string const nobody;
    insert_.run(to_column(entry.at), entry.decision, entry.app, entry.provider,
                name_of(entry.channel), entry.category, name_of(entry.kind),
                nameless ? nobody : entry.address, name_of(entry.outcome), name_of(entry.reason),
                name_of(entry.mode), entry.stream, nameless ? nobody : entry.customer,
                entry.evidence, kept_back(entry.outcome) ? behind(entry) : 0, name_of(entry.mark),
                entry.message, nameless ? nobody : entry.subject, nameless ? nobody : entry.text);
}

std::int64_t JournalInk::behind(model::JournalEntry const& entry)
{
    switch (entry.reason) {
        case model::Reason::stop_reply:
        case model::Reason::complaint:
        case model::Reason::hard_bounce:
        case model::Reason::do_not_contact:
            // These reasons are named as the suppressions they stand for.
            return first_number(
                hard_stop_(entry.address, name_of(entry.channel), name_of(entry.reason)));
        case model::Reason::erased: return erased_.behind(entry.address);
        case model::Reason::consent_withdrawn: return withdrawal_behind(entry);
        case model::Reason::consent_missing: return start_behind(entry);
        case model::Reason::label_not_accepted: return first_number(label_(entry.address));
        default: return 0;
    }
}

std::int64_t JournalInk::withdrawal_behind(model::JournalEntry const& entry)
{
    bool const named = !entry.customer.empty() && customer_(entry.customer).next();
    return first_number(withdrawal_(entry.address, name_of(entry.channel), covering(entry),
                                    named ? entry.customer : std::string{}));
}

// A start counts where it is the owners' word, and theirs says no: where they have none, the settings
// speak, and no entry is behind that.
std::int64_t JournalInk::start_behind(model::JournalEntry const& entry)
{
    bool const phone = model::is_phone(entry.channel);
    if (!entry.customer.empty()) {
        if (auto rows = customer_(entry.customer); rows.next()) {
            auto const start = to_start(rows.view(0));
            return start && !(phone ? start->phone : start->email) ? rows.number(1) : 0;
        }
    }
    return first_number(start_(entry.address, std::int64_t{phone ? 1 : 2}));
}

std::size_t JournalInk::trim(Retention const& retention, model::Time now, std::size_t most)
{
    auto left = static_cast<std::int64_t>(most);
    trim_feedback_.run(to_column(now - retention.age));
    trim_age_.run(to_column(now - retention.age), left);
    left -= changes_of(db_);
    if (left > 0) {
        trim_rows_.run(retention.rows, left);
        left -= changes_of(db_);
    }
    return most - static_cast<std::size_t>(left);
}

}  // namespace store::sqlite
