// store/sqlite/fold.hpp: profiles, read from the view `profile` of the schema.
#pragma once

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
    /// Every subject that has one, addresses first.
    void each(std::function<void(Folded const&)> const& sink);

private:
    Statement address_, customer_, known_, each_address_, each_customer_;
};

}  // namespace store::sqlite
