// store/sqlite/erased.hpp: people whose data was erased, known by a keyed hash of their address alone.
#pragma once

#include "store/keyed_hash.hpp"
#include "store/sqlite/statement.hpp"

#include <functional>
#include <string_view>

namespace store::sqlite {

class ErasedPeople {
public:
    explicit ErasedPeople(Connection& connection);

    KeyedHash::Words hash_of(std::string_view address) const { return hash_(address); }

    /// The ledger entry of the erasure; 0: this address was not erased.
    std::int64_t behind(std::string_view address) { return behind(hash_of(address)); }
    std::int64_t behind(KeyedHash::Words const& hash);

    void put(KeyedHash::Words const& hash, std::int64_t ledger);
    void drop(KeyedHash::Words const& hash);
    void each(std::function<void(KeyedHash::Words const&)> const& sink);

private:
    KeyedHash hash_;
    Statement find_, put_, drop_, each_;
};

}  // namespace store::sqlite
