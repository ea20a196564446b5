// store/sqlite/fold.hpp: profiles, read from the view `profile` of the schema.
#pragma once

#include "store/sqlite/erased.hpp"
#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>

namespace store::sqlite {

class Fold {
public:
    explicit Fold(Connection& connection);

    Folded address(std::string const& address);
    Folded customer(std::string const& id);
    /// Of an address that was or is erased.
    Folded erased(KeyedHash::Words const& hash);
    /// Every subject that has one: people erased, addresses, customers.
    void each(std::function<void(Folded const&)> const& sink);

private:
    ErasedPeople erased_;
    Statement address_, customer_, known_, each_address_, each_customer_;
};

}  // namespace store::sqlite
