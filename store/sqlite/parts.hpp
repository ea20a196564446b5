// store/sqlite/parts.hpp: everybody's profile in parts, each table walked once in its own order. Millions of profiles
// come several times faster than from the view `profile`, which brings all that is said of one address together by
// looking up each owner's choices; here a union in memory does (Index::add).
//
//   erased                                first, since an address may have more to say
//   hard_stop, preference of addresses    a part an address
//   customer, preference, contact         side by side, by customer: a part for itself, and one for each contact
#pragma once

#include "store/sqlite/erased.hpp"
#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

#include <functional>

namespace store::sqlite {

class Parts {
public:
    explicit Parts(Connection& connection);

    void each(std::function<void(Folded&&)> const& sink);

private:
    void each_customer(std::function<void(Folded&&)> const& sink);

    ErasedPeople erased_;
    Statement hard_stops_, own_, customers_, chosen_, contacts_;
};

}  // namespace store::sqlite
