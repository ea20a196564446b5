// store/index/index.hpp: what is recorded of every address, in memory, folded from the ledger.
// One thread writes, any thread reads without a lock and without waiting.
#pragma once

#include "store/model/address.hpp"
#include "store/model/preference.hpp"
#include "store/store.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

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
    /// Several, whose places in memory are fetched ahead.
    void add(std::vector<Folded>&& parts);

    /// What is recorded of an address; an empty profile where nothing is. The reference lives as
    /// long as the index.
    model::Profile const& find(model::Address const& address) const noexcept;

    /// What was chosen for a customer (in `Profile::owners`); null: no such customer.
    model::Profile const* find_customer(std::string_view id) const noexcept;

    /// Grows with each `put`, after its state is visible: whoever reads the same number twice missed nothing between.
    std::uint64_t generation() const noexcept;

    std::size_t size() const noexcept;  ///< addresses, customers and erased people held
    std::size_t resident_bytes() const noexcept;

    /// The ledger's entry up to which all is visible here; one thread says so, any may ask.
    void reach(std::int64_t sequence) noexcept;
    std::int64_t reached() const noexcept;

    /// What a snapshot keeps (store/index/snapshot.hpp): raw entries, and the profiles by their numbers here.
    enum class Part : std::uint8_t {
        phones,  ///< the number in the first word
        hashed,  ///< addresses of other forms, and customers
    };
    using Key = std::array<std::uint64_t, 2>;
    /// Any thread, until the sink says no. False: it did, or some entries may be missing, since the table was replaced
    /// meanwhile.
    bool each(Part part, std::function<bool(Key const&, std::uint32_t profile)> const& sink) const;
    model::Profile const& profile(std::uint32_t number) const noexcept;
    /// As `put`: one thread at a time. Room for so many entries, in an empty index.
    void reserve(std::size_t phones, std::size_t hashed);
    std::uint32_t intern(model::Profile const& profile);
    void restore(Part part, Key const& key, std::uint32_t profile);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace store
