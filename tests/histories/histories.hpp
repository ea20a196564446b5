// tests/histories/histories.hpp: random lives of four customers and three addresses. The n-th history has ids and
// addresses of its own, so that many share one store.
#pragma once

#include "store/model/ledger.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace histories {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}
    int below(int end) { return std::uniform_int_distribution{0, end - 1}(engine_); }
    bool one_in(int sides) { return below(sides) == 0; }
    template <class Items>
    auto const& one_of(Items const& items)
    {
        return items[static_cast<std::size_t>(below(static_cast<int>(std::size(items))))];
    }

private:
    std::mt19937_64 engine_;
};

/// Who lives in one history.
struct Cast {
    explicit Cast(std::uint64_t number);
    std::array<std::string, 4> customers;
    std::array<std::string, 3> addresses;  ///< two phones and a mail address
};

/// What the operator's settings put into a change.
struct Manners {
    bool renamed = false;  ///< "ads" and "stream:bulk" are "marketing" and "stream:campaign" now
    model::ContactRule contacts;
};

/// Draws one history, change by change. What was said before is often what is spoken of again.
class Author {
public:
    Author(Dice& dice, Cast const& cast) : dice_{dice}, cast_{cast} {}
    model::Change next(Manners const& manners);

private:
    model::What any_what(Manners const& manners);
    model::What erasure_or_its_end();
    model::Attribution by();
    model::Address address();
    model::Subject subject();
    model::SetPreference preference(Manners const& manners);
    model::HardStop any_hard_stop();
    model::SetHardStop hard_stop();
    model::LiftHardStop lift();
    std::string label();
    std::string somebody(std::string const& but);
    model::Customer any_customer();
    model::Customer touched_up(model::Customer customer);
    model::PutCustomer put(Manners const& manners);
    model::MergeCustomers merge();

    Dice& dice_;
    Cast const& cast_;
    std::vector<model::SetPreference> chosen_;
    std::vector<model::SetHardStop> stopped_;
    std::vector<model::Customer> put_;
};

/// For whoever has to find out what went wrong.
std::string told(model::Change const& change);

}  // namespace histories
