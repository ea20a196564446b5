#include "store/sqlite/apply.hpp"

#include "store/ledger/note.hpp"
#include "store/ledger/rules.hpp"
#include "store/sqlite/rows.hpp"

#include <boost/json.hpp>

namespace store::sqlite {
namespace {

namespace json = boost::json;
using model::Refused;

std::string_view channel_name(std::optional<model::Channel> channel)
{
    return channel ? name_of(*channel) : "any";
}

std::string to_json(model::Preference const& preference)
{
    return json::serialize(json::object{{"channel", channel_name(preference.channel)},
                                        {"covers", to_string(preference.covers)},
                                        {"state", name_of(preference.state)}});
}

std::string to_json(model::HardStop const& stop)
{
    json::object object{{"channel", channel_name(stop.channel)},
                        {"suppression", name_of(stop.suppression)}};
    if (!stop.sender.empty()) object["sender"] = stop.sender;
    return json::serialize(object);
}

struct Subject {
    std::string_view customer;
    std::string_view address;
};

Subject columns_of(model::Subject const& subject)
{
    if (auto const* address = std::get_if<model::Address>(&subject)) return {{}, address->text()};
    return {std::get<model::OfCustomer>(subject).id, {}};
}

/// A row of the state and the entry that made it.
struct Standing {
    model::State state = model::State::stop;
    std::int64_t ledger = 0;
    std::string source;
    model::Time at{};
};

std::optional<Standing> standing(Application& application, Subject subject,
                                 model::Preference const& preference)
{
    auto rows = application.sql.find_preference(subject.customer, subject.address,
                                                to_column(preference.channel),
                                                to_string(preference.covers));
    if (!rows.next()) return std::nullopt;
    return Standing{to_state(rows.view(0)), rows.number(1), rows.text(2), to_time(rows.number(3))};
}

bool adds_nothing(Standing const& now, model::State state, model::Attribution const& by)
{
    return now.state == state && weight_of(now.source) >= weight_of(by.source);
}

Refusal may_replace(Standing const& now, model::State state, model::Attribution const& by)
{
    bool const lifts = now.state == model::State::stop && state == model::State::allow;
    if (!lifts || weight_of(now.source) != Weight::by_recipient) return std::nullopt;
    return evidence_missing(by, now.source, now.at);
}

bool known(Application& application, std::string_view customer)
{
    return application.sql.find_customer(customer).next();
}

void touch(Application& application, Subject subject)
{
    if (subject.customer.empty()) {
        application.touched.addresses.emplace(subject.address);
        return;
    }
    application.touched.customers.emplace(subject.customer);
    for (auto rows = application.sql.contacts(subject.customer); rows.next();) {
        application.touched.addresses.insert(rows.text(0));
    }
}

}  // namespace

std::int64_t append(Application& application, Line const& line)
{
    auto const& by = application.by;
    auto const sequence = application.sql.ink.write(
        to_column(by.at), line.action, by.source,
        {by.actor, by.evidence, line.customer, line.address, line.before, line.after, line.note});
    application.entries.push_back(sequence);
    return sequence;
}

Refusal apply(Application& application, model::SetPreference const& set)
{
    auto const subject = columns_of(set.subject);
    auto const& preference = set.preference;
    if (subject.address.empty() && !known(application, subject.customer)) {
        return refused(Refused::Why::not_found, "no such customer");
    }
    auto const now = standing(application, subject, preference);
    if (now && adds_nothing(*now, preference.state, application.by)) {
        application.entries.push_back(now->ledger);
        return std::nullopt;
    }
    if (now) {
        if (auto refusal = may_replace(*now, preference.state, application.by)) return refusal;
    }
    auto before = preference;
    if (now) before.state = now->state;
    auto const sequence = append(
        application, {"preference", subject.customer, subject.address, now ? to_json(before) : "",
                      to_json(preference), note_of(set, application.by)});
    application.sql.put_preference.run(subject.customer, subject.address,
                                       to_column(preference.channel), to_string(preference.covers),
                                       name_of(preference.state), sequence);
    touch(application, subject);
    return std::nullopt;
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

Refusal may_lift(Application& application, model::LiftHardStop const& lift)
{
    auto const& address = lift.address.text();
    auto const channel = to_column(lift.stop.channel);
    auto const name = name_of(lift.stop.suppression);
    bool found = false;
    for (auto rows = application.sql.find_hard_stops(address, channel, name); rows.next();) {
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
                                        name_of(lift.stop.suppression));
    application.touched.addresses.insert(address);
    return std::nullopt;
}

Changed apply(LedgerStatements& sql, model::Change const& change, Touched& touched)
{
    if (change.by.actor.empty()) {
        return refused(Refused::Why::invalid, "a change needs an actor: who makes it");
    }
    Application application{sql, change.by, touched, {}};
    auto const head = sql.ink.head();
    sql.savepoint.run();
    auto refusal =
        std::visit([&](auto const& what) { return apply(application, what); }, change.what);
    if (refusal) {
        sql.undo.run();
        sql.ink.continue_from(head);
    }
    sql.release.run();
    if (refusal) return *std::move(refusal);
    return std::move(application.entries);
}

LedgerStatements::LedgerStatements(Connection& db)
    : savepoint{db, "SAVEPOINT change"},
      release{db, "RELEASE change"},
      undo{db, "ROLLBACK TO change"},
      ink{db},
      find_preference{
          db,
          "SELECT p.state, p.ledger, l.source, l.at FROM preference AS p JOIN ledger AS l"
          " ON l.sequence = p.ledger WHERE p.customer = ?1 AND p.address = ?2"
          " AND p.channel = ?3 AND p.covers = ?4"},
      put_preference{db, "INSERT OR REPLACE INTO preference VALUES (?1, ?2, ?3, ?4, ?5, ?6)"},
      drop_preferences{db, "DELETE FROM preference WHERE customer = ?1 AND address = ''"},
      recipients_stops{
          db,
          "SELECT p.channel, p.covers, p.state, l.source, l.evidence FROM preference AS p"
          " JOIN ledger AS l ON l.sequence = p.ledger"
          " WHERE p.customer = ?1 AND p.address = '' AND p.state = 'stop'"},
      find_hard_stops{
          db,
          "SELECT h.sender, h.ledger, l.source, l.at FROM hard_stop AS h JOIN ledger AS l"
          " ON l.sequence = h.ledger WHERE h.address = ?1 AND h.channel = ?2"
          " AND h.suppression = ?3"},
      put_hard_stop{db, "INSERT OR REPLACE INTO hard_stop VALUES (?1, ?2, ?3, ?4, ?5)"},
      drop_hard_stops{db,
                      "DELETE FROM hard_stop WHERE address = ?1 AND channel = ?2"
                      " AND suppression = ?3"},
      find_customer{db, "SELECT kind, name, carbon_copy_of, ledger FROM customer WHERE id = ?1"},
      put_customer{db,
                   "INSERT INTO customer VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET"
                   " kind = ?2, name = ?3, carbon_copy_of = ?4, ledger = ?5"},
      drop_customer{db, "DELETE FROM customer WHERE id = ?1"},
      contacts{db,
               "SELECT address, label, ledger FROM contact WHERE customer = ?1 ORDER BY position"},
      find_other_owner{
          db, "SELECT customer FROM contact WHERE address = ?1 AND customer <> ?2 LIMIT 1"},
      put_contact{db,
                  "INSERT INTO contact VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (customer, address)"
                  " DO UPDATE SET label = ?3, position = ?4, ledger = ?5"},
      drop_contact{db, "DELETE FROM contact WHERE customer = ?1 AND address = ?2"},
      erasure{db}
{
}

}  // namespace store::sqlite
