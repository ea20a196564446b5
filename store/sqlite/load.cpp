// store/sqlite/load.cpp: many changes at once, for an import into a store that nobody serves.
//
// Rows of bare addresses are made in the order of their addresses: each page of a table or index is then visited once
// a batch. Most of them are new, so they are put where nothing stands without a look before; what stands is judged as
// any change is. The ledger's line follows its row, so foreign keys are off meanwhile.
#include "store/ledger/state.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace store::sqlite {
namespace {

/// What a row of a bare address is ordered by: the beginning of the address as a number, and its place.
struct Key {
    std::array<std::uint64_t, 2> beginning{};
    std::uint32_t place = 0;

    bool operator<(Key const& other) const
    {
        if (beginning[0] != other.beginning[0]) return beginning[0] < other.beginning[0];
        if (beginning[1] != other.beginning[1]) return beginning[1] < other.beginning[1];
        return place < other.place;
    }
};

std::string const* bare_address(model::Change const& change)
{
    if (auto const* stop = std::get_if<model::SetHardStop>(&change.what)) {
        return &stop->address.text();
    }
    auto const* set = std::get_if<model::SetPreference>(&change.what);
    auto const* address = set ? std::get_if<model::Address>(&set->subject) : nullptr;
    return address ? &address->text() : nullptr;
}

std::uint64_t number_at(std::string_view text, std::size_t from)
{
    constexpr unsigned byte = 8;
    std::uint64_t number = 0;
    for (std::size_t i = from; i < from + sizeof number; ++i) {
        number = number << byte | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    return number;
}

/// The order in which to make them: by address, rows of one address as they came. As they came altogether where not
/// all of them are of bare addresses, since a customer comes before what is said of it.
std::vector<std::uint32_t> order_of(std::span<model::Change const> changes)
{
    std::vector<std::uint32_t> order(changes.size());
    std::vector<Key> keys;
    keys.reserve(changes.size());
    for (auto const& change : changes) {
        auto const* address = bare_address(change);
        if (!address) {
            std::iota(order.begin(), order.end(), 0U);
            return order;
        }
        keys.push_back({{number_at(*address, 0), number_at(*address, sizeof(std::uint64_t))},
                        static_cast<std::uint32_t>(keys.size())});
    }
    std::sort(keys.begin(), keys.end());
    std::ranges::transform(keys, order.begin(), &Key::place);
    return order;
}

class WithoutForeignKeys {
public:
    explicit WithoutForeignKeys(Connection& connection) : connection_{connection}
    {
        connection_.run("PRAGMA foreign_keys = OFF");
    }
    ~WithoutForeignKeys()
    {
        sqlite3_exec(connection_.get(), "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
    }
    WithoutForeignKeys(WithoutForeignKeys const&) = delete;
    WithoutForeignKeys& operator=(WithoutForeignKeys const&) = delete;

private:
    Connection& connection_;
};

/// Puts rows where nothing stands.
class Adding {
public:
    explicit Adding(Connection& db, LedgerStatements& ledger)
        : ledger_{ledger},
          preference_{
              db, "INSERT INTO preference VALUES ('', ?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"},
          hard_stop_{db, "INSERT INTO hard_stop VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"}
    {
    }

    /// False: nothing was done, it needs judgement.
    bool add(model::Change const& change)
    {
        if (change.by.actor.empty()) return false;
        if (auto const* stop = std::get_if<model::SetHardStop>(&change.what)) {
            return add(*stop, change.by);
        }
        auto const* set = std::get_if<model::SetPreference>(&change.what);
        return set && add(*set, change.by);
    }

private:
    /// The note follows from the entry (store/ledger/note.hpp), and would be a third of it.
    static constexpr std::string_view unwritten{};

    std::int64_t next() const { return ledger_.ink.head().sequence + 1; }

    bool add(model::SetHardStop const& set, model::Attribution const& by)
    {
        if (set.stop.suppression == model::Suppression::erased) return false;
        auto const& address = set.address.text();
        hard_stop_.run(address, to_column(set.stop.channel), name_of(set.stop.suppression),
                       set.stop.sender, next());
        if (hard_stop_.changes() == 0) return false;
        ledger_.ink.write(to_column(by.at), "suppression", by.source,
                          {by.actor, by.evidence, "", address, "", to_json(set.stop), unwritten});
        return true;
    }

    bool add(model::SetPreference const& set, model::Attribution const& by)
    {
        auto const* address = std::get_if<model::Address>(&set.subject);
        if (!address || !set.formerly.empty()) return false;
        auto const& preference = set.preference;
        preference_.run(address->text(), to_column(preference.channel),
                        to_string(preference.covers), name_of(preference.state), next());
        if (preference_.changes() == 0) return false;
        ledger_.ink.write(
            to_column(by.at), "preference", by.source,
            {by.actor, by.evidence, "", address->text(), "", to_json(preference), unwritten});
        return true;
    }

    LedgerStatements& ledger_;
    Statement preference_, hard_stop_;
};

void keep(Connection& connection, ImportPoint const& point)
{
    Statement{connection, "INSERT OR REPLACE INTO import VALUES (?1, ?2, ?3)"}.run(
        point.file, point.bytes, point.rows);
}

}  // namespace

std::vector<Changed> SqliteWriter::load(std::span<model::Change const> changes,
                                        ImportPoint const& point)
{
    WithoutForeignKeys const without{connection_};
    Transaction transaction{connection_};
    ledger_.ink.begin();
    Adding adding{connection_, ledger_};
    std::vector<Changed> changed(changes.size());
    Touched touched;
    for (auto const place : order_of(changes)) {
        if (adding.add(changes[place])) {
            changed[place] = Written{{ledger_.ink.head().sequence}};
        } else {
            changed[place] = apply(ledger_, changes[place], touched);
        }
    }
    ledger_.ink.end();
    if (!point.file.empty()) keep(connection_, point);
    transaction.commit();
    return changed;
}

}  // namespace store::sqlite
