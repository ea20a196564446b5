#include "store/sqlite/apply.hpp"

#include "store/address/ascii.hpp"
#include "store/ledger/note.hpp"
#include "store/ledger/rules.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/rows.hpp"

namespace store::sqlite {

using model::Refused;

std::int64_t append(Application& application, Line const& line)
{
    auto const& by = application.by;
    auto const sequence = application.sql.ink.write(
        to_column(by.at), line.action, by.source,
        {by.actor, by.evidence, line.customer, line.address, line.before, line.after, line.note});
    application.entries.push_back(sequence);
    return sequence;
}

Refusal apply(Application& application, model::SetHardStop const& set)
{
    auto const& address = set.address.text();
    auto const channel = to_column(set.stop.channel);
    auto const name = name_of(set.stop.suppression);
    if (set.stop.suppression == model::Suppression::erased) {
        return refused(Refused::Why::invalid, "an erasure is no suppression that can be set");
    }
    for (auto rows = application.sql.find_hard_stops(address, channel, name); rows.next();) {
        if (rows.view(0) != set.stop.sender) continue;
        if (weight_of(rows.view(2)) < weight_of(application.by.source)) break;
        application.entries.push_back(rows.number(1));
        return std::nullopt;
    }
    auto const sequence = append(application, {"suppression", "", address, "", to_json(set.stop),
                                               note_of(set, application.by)});
    application.sql.put_hard_stop.run(address, channel, name, set.stop.sender, sequence);
    application.touched.addresses.insert(address);
    return std::nullopt;
}

/// A lift that names a sender takes back what was said to that one; other senders' stops stay.
bool is_lifted(std::string_view sender, model::HardStop const& lifted)
{
    return lifted.sender.empty() ||
           std::ranges::equal(sender, lifted.sender, {}, address::lower, address::lower);
}

Refusal may_lift(Application& application, model::LiftHardStop const& lift)
{
    auto const& address = lift.address.text();
    auto const channel = to_column(lift.stop.channel);
    auto const name = name_of(lift.stop.suppression);
    bool found = false;
    for (auto rows = application.sql.find_hard_stops(address, channel, name); rows.next();) {
        if (!is_lifted(rows.view(0), lift.stop)) continue;
        found = true;
        if (!always_recipients_own(lift.stop.suppression) &&
            weight_of(rows.view(2)) != Weight::by_recipient) {
            continue;
        }
        auto refusal = evidence_missing(application.by, rows.view(2), to_time(rows.number(3)));
        if (refusal) return refusal;
    }
    if (!found) return refused(Refused::Why::not_found, "no such suppression");
    return std::nullopt;
}

Refusal apply(Application& application, model::LiftHardStop const& lift)
{
    bool const erased = lift.stop.suppression == model::Suppression::erased;
    auto refusal = erased ? lift_erasure(application, lift) : may_lift(application, lift);
    if (refusal) return refusal;
    auto const& address = lift.address.text();
    append(application, {"suppression_lifted", "", address, to_json(lift.stop), "",
                         note_of(lift, application.by)});
    application.sql.drop_hard_stops.run(address, to_column(lift.stop.channel),
                                        name_of(lift.stop.suppression), lift.stop.sender);
    application.touched.addresses.insert(address);
    return std::nullopt;
}

namespace {

/// Whether a change is judged as a whole before its first row is written.
bool is_judged_first(model::What const& what)
{
    auto const* set = std::get_if<model::SetPreference>(&what);
    return std::holds_alternative<model::SetHardStop>(what) ||
           (set != nullptr && std::holds_alternative<model::Address>(set->subject));
}

Refusal apply_whole(Application& application, model::What const& what)
{
    auto& sql = application.sql;
    auto const visit = [&](auto const& one) { return apply(application, one); };
    if (is_judged_first(what)) return std::visit(visit, what);
    auto const mark = sql.ink.mark();
    sql.savepoint.run();
    auto refusal = std::visit(visit, what);
    if (refusal) {
        sql.undo.run();
        sql.ink.continue_from(mark);
    }
    sql.release.run();
    return refusal;
}

}  // namespace

Changed apply(LedgerStatements& sql, model::Change const& change, Touched& touched)
{
    if (change.by.actor.empty()) {
        return refused(Refused::Why::invalid, "a change needs an actor: who makes it");
    }
    Application application{sql, change.by, touched, {}};
    auto const before = sql.ink.head().sequence;
    if (auto refusal = apply_whole(application, change.what)) return *std::move(refusal);
    return Written{std::move(application.entries), sql.ink.head().sequence != before};
}

LedgerStatements::LedgerStatements(Connection& db)
    : CustomerStatements{db},
      savepoint{db, "SAVEPOINT change"},
      release{db, "RELEASE change"},
      undo{db, "ROLLBACK TO change"},
      ink{db},
      find_preference{
          db,
          "SELECT p.state, p.ledger, l.source, l.at FROM preference AS p JOIN ledger AS l"
          " ON l.sequence = p.ledger WHERE p.customer = ?1 AND p.address = ?2"
          " AND p.channel = ?3 AND p.covers = ?4"},
      put_preference{db, "INSERT OR REPLACE INTO preference VALUES (?1, ?2, ?3, ?4, ?5, ?6)"},
      drop_preference{db,
                      "DELETE FROM preference WHERE customer = ?1 AND address = ?2"
                      " AND channel = ?3 AND covers = ?4"},
      find_hard_stops{
          db,
          "SELECT h.sender, h.ledger, l.source, l.at FROM hard_stop AS h JOIN ledger AS l"
          " ON l.sequence = h.ledger WHERE h.address = ?1 AND h.channel = ?2"
          " AND h.suppression = ?3"},
      put_hard_stop{db, "INSERT OR REPLACE INTO hard_stop VALUES (?1, ?2, ?3, ?4, ?5)"},
      drop_hard_stops{db,
                      "DELETE FROM hard_stop WHERE address = ?1 AND channel = ?2"
                      " AND suppression = ?3 AND (?4 = '' OR sender = ?4 COLLATE NOCASE)"},
      erasure{db}
{
}

}  // namespace store::sqlite
