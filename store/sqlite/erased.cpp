#include "store/sqlite/erased.hpp"

#include "store/sqlite/secret.hpp"

#include <algorithm>
#include <bit>

namespace store::sqlite {
namespace {

using Bytes = std::array<std::uint8_t, sizeof(KeyedHash::Words)>;

std::span<std::uint8_t const> to_column(Bytes const& bytes)
{
    return bytes;
}

}  // namespace

ErasedPeople::ErasedPeople(Connection& db)
    : hash_{read_secret(db), KeyedHash::Form::erased},
      find_{db, "SELECT ledger FROM erased WHERE hash = ?1"},
      put_{db, "INSERT OR REPLACE INTO erased VALUES (?1, ?2)"},
      drop_{db, "DELETE FROM erased WHERE hash = ?1"},
      each_{db, "SELECT hash FROM erased"}
{
}

std::int64_t ErasedPeople::behind(KeyedHash::Words const& hash)
{
    auto const bytes = std::bit_cast<Bytes>(hash);
    auto rows = find_(to_column(bytes));
    return rows.next() ? rows.number(0) : 0;
}

void ErasedPeople::put(KeyedHash::Words const& hash, std::int64_t ledger)
{
    auto const bytes = std::bit_cast<Bytes>(hash);
    put_.run(to_column(bytes), ledger);
}

void ErasedPeople::drop(KeyedHash::Words const& hash)
{
    auto const bytes = std::bit_cast<Bytes>(hash);
    drop_.run(to_column(bytes));
}

void ErasedPeople::each(std::function<void(KeyedHash::Words const&)> const& sink)
{
    for (auto rows = each_(); rows.next();) {
        Bytes bytes{};
        auto const found = rows.bytes(0);
        std::copy_n(found.begin(), std::min(found.size(), bytes.size()), bytes.begin());
        sink(std::bit_cast<KeyedHash::Words>(bytes));
    }
}

}  // namespace store::sqlite
