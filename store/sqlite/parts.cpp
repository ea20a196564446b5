#include "store/sqlite/parts.hpp"

#include "store/sqlite/rows.hpp"

#include <string>
#include <utility>

namespace store::sqlite {
namespace {

using Sink = std::function<void(Folded&&)>;

/// Rows in the order of their first column, one ahead.
class Ahead {
public:
    explicit Ahead(Rows rows) : rows_{std::move(rows)} { advance(); }

    bool done() const { return !there_; }
    /// Whether the next row is of `key`. Rows of lesser keys have passed.
    bool is_of(std::string_view key)
    {
        while (there_ && rows_.view(0) < key)
            advance();
        return there_ && rows_.view(0) == key;
    }
    Rows const& row() const { return rows_; }
    void advance() { there_ = rows_.next(); }

private:
    Rows rows_;
    bool there_ = false;
};

// A part for each run of rows of one address.
void each_address(Ahead rows, Sink const& sink, auto const& add)
{
    while (!rows.done()) {
        auto address = rows.row().text(0);
        model::Profile profile;
        for (; rows.is_of(address); rows.advance())
            add(profile, rows.row());
        sink({model::Address::restored(std::move(address)), std::move(profile)});
    }
}

}  // namespace

Parts::Parts(Connection& db)
    : erased_{db},
      hard_stops_{db,
                  "SELECT address, channel, suppression, sender FROM hard_stop"
                  " ORDER BY address, channel, suppression, sender"},
      own_{db,
           "SELECT address, channel, covers, state FROM preference WHERE customer = ''"
           " ORDER BY address, channel, covers"},
      customers_{db, "SELECT id, start FROM customer ORDER BY id"},
      chosen_{db,
              "SELECT customer, channel, covers, state FROM preference WHERE customer > ''"
              " ORDER BY customer, address, channel, covers"},
      contacts_{db, "SELECT customer, address, label FROM contact ORDER BY customer, address"}
{
}

void Parts::each(Sink const& sink)
{
    erased_.each([&](KeyedHash::Words const& hash) { sink({Erased{hash}, {}}); });
    each_address(Ahead{hard_stops_()}, sink, [](model::Profile& profile, Rows const& row) {
        profile.hard_stops.push_back(
            {to_channel(row.view(1)), to_suppression(row.view(2)), row.text(3)});
    });
    each_address(Ahead{own_()}, sink, [](model::Profile& profile, Rows const& row) {
        profile.own.push_back(to_preference(row, 1));
    });
    each_customer(sink);
}

void Parts::each_customer(Sink const& sink)
{
    Ahead chosen{chosen_()};
    Ahead contacts{contacts_()};
    for (auto rows = customers_(); rows.next();) {
        auto const id = rows.text(0);
        Folded customer{model::OfCustomer{id}, {}};
        if (auto const start = to_start(rows.view(1))) customer.profile.starts.push_back(*start);
        for (; chosen.is_of(id); chosen.advance()) {
            customer.profile.owners.push_back(to_preference(chosen.row(), 1));
        }
        for (; contacts.is_of(id); contacts.advance()) {
            auto const& row = contacts.row();
            auto const& theirs = customer.profile;
            model::Profile part{{}, {}, theirs.owners, theirs.starts, {row.text(2)}};
            sink({model::Address::restored(row.text(1)), std::move(part)});
        }
        sink(std::move(customer));
    }
}

}  // namespace store::sqlite
