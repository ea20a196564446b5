// store/index/index.hpp: what is recorded of every address, in memory, folded from the ledger.
// One thread writes, any thread reads without a lock and without waiting.
#pragma once

#include "store/model/address.hpp"
#include "store/model/preference.hpp"
#include "store/store.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace store {

class Index {
public:
    /// `secret` keys the hash of what is not a phone number, so that nobody can choose colliding
    /// addresses.
    explicit Index(std::array<std::uint8_t, 16> const& secret);
    ~Index();

    /// Makes the subject's new state visible to every later `find`. One thread at a time.
    void put(Folded const& folded);

    /// As `put`, but beside what is held of the subject already; the facts may be in any order.
    void add(Folded&& part);

    /// What is recorded of an address; an empty profile where nothing is. The reference lives as
    /// long as the index.
    model::Profile const& find(model::Address const& address) const noexcept;

    /// What was chosen for a customer (in `Profile::owners`); null: no such customer.
    model::Profile const* find_customer(std::string_view id) const noexcept;

    /// Grows with each `put`, after its state is visible: whoever reads the same number twice missed nothing between.
    std::uint64_t generation() const noexcept;

    std::size_t size() const noexcept;  ///< addresses, customers and erased people held
    std::size_t resident_bytes() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace store
