#include "store/sqlite/fold.hpp"

#include "store/index/unite.hpp"
#include "store/sqlite/rows.hpp"

namespace store::sqlite {
namespace {

// Columns `at`: part, one, two, three of the view.
void add_fact(model::Profile& profile, Rows const& rows, int at)
{
    auto const part = rows.view(at);
    if (part == "hard_stop") {
        profile.hard_stops.push_back(
            {to_channel(rows.view(at + 1)), to_suppression(rows.view(at + 2)), rows.text(at + 3)});
    } else if (part == "own") {
        profile.own.push_back(to_preference(rows, at + 1));
    } else if (part == "owners") {
        profile.owners.push_back(to_preference(rows, at + 1));
    } else {
        profile.labels.push_back(rows.text(at + 1));
        if (auto const start = to_start(rows.view(at + 2))) profile.starts.push_back(*start);
    }
}

// Calls `sink` at the end of each run of rows with one key in column 0.
void each_run(Rows rows, auto const& add, auto const& sink)
{
    std::string key;
    model::Profile profile;
    bool open = false;
    auto const close = [&] {
        if (!open) return;
        sort_once(profile);
        sink(std::move(key), std::move(profile));
        profile = {};
    };
    while (rows.next()) {
        if (!open || rows.view(0) != key) {
            close();
            key = rows.text(0);
            open = true;
        }
        add(profile, rows);
    }
    close();
}

}  // namespace

Fold::Fold(Connection& db)
    : erased_{db},
      address_{db, "SELECT part, one, two, three FROM profile WHERE address = ?1"},
      customer_{
          db, "SELECT channel, covers, state FROM preference WHERE customer = ?1 AND address = ''"},
      known_{db, "SELECT start FROM customer WHERE id = ?1"},
      each_address_{db, "SELECT address, part, one, two, three FROM profile ORDER BY address"},
      each_customer_{db,
                     "SELECT c.id, p.channel, p.covers, p.state, c.start FROM customer AS c LEFT "
                     "JOIN preference"
                     " AS p ON p.customer = c.id AND p.address = '' ORDER BY c.id"}
{
}

Folded Fold::address(std::string const& address)
{
    Folded folded{model::Address::restored(address), {}};
    for (auto rows = address_(address); rows.next();)
        add_fact(folded.profile, rows, 0);
    if (erased_.behind(address) != 0) folded.profile.hard_stops.push_back(erased_stop());
    sort_once(folded.profile);
    return folded;
}

Folded Fold::erased(KeyedHash::Words const& hash)
{
    Folded folded{Erased{hash}, {}, erased_.behind(hash) != 0};
    if (folded.known) folded.profile.hard_stops.push_back(erased_stop());
    return folded;
}

Folded Fold::customer(std::string const& id)
{
    Folded folded{model::OfCustomer{id}, {}, false};
    if (auto rows = known_(id); rows.next()) {
        folded.known = true;
        if (auto const start = to_start(rows.view(0))) folded.profile.starts.push_back(*start);
    }
    for (auto rows = customer_(id); rows.next();) {
        folded.profile.owners.push_back(to_preference(rows, 0));
    }
    sort_once(folded.profile);
    return folded;
}

void Fold::each(std::function<void(Folded const&)> const& sink)
{
    bool any_erased = false;
    erased_.each([&](KeyedHash::Words const& hash) {
        any_erased = true;
        sink({Erased{hash}, {{erased_stop()}, {}, {}, {}, {}}});
    });
    each_run(
        each_address_(),
        [](model::Profile& profile, Rows const& rows) { add_fact(profile, rows, 1); },
        [&](std::string key, model::Profile profile) {
            if (any_erased && erased_.behind(key) != 0) {
                profile.hard_stops.push_back(erased_stop());
                sort_once(profile);
            }
            sink({model::Address::restored(std::move(key)), std::move(profile)});
        });
    each_run(
        each_customer_(),
        [](model::Profile& profile, Rows const& rows) {
            if (!rows.view(3).empty()) profile.owners.push_back(to_preference(rows, 1));
            if (auto const start = to_start(rows.view(4))) profile.starts.push_back(*start);
        },
        [&](std::string key, model::Profile profile) {
            sink({model::OfCustomer{std::move(key)}, std::move(profile)});
        });
}

}  // namespace store::sqlite
