// store/ledger/audit.hpp: walks the ledger's chain entry by entry and names the first broken link. Pure; every
// database hands its rows to the same.
//
//   gap      an entry is missing, or has a number that was never given
//   digest   personal columns were changed, or emptied though no erasure says so
//   hash     time, action, source or digest were changed, or the entry before is another one
//   end      the ledger ends before or after its last entry
//   head     the entry noted elsewhere is not the one that is here
#pragma once

#include "store/ledger/chain.hpp"
#include "store/store.hpp"

#include <optional>
#include <set>
#include <span>

namespace store {

/// An entry as it was found.
struct Found {
    Lasting lasting;
    Personal personal;
    std::span<std::uint8_t const> salt, digest, hash;
    bool well_typed = true;  ///< no column is of a type that we don't write
};

class Audit {
public:
    /// `noted`: a head that was written down earlier, if any.
    Audit(std::span<std::uint8_t const, 16> secret, std::optional<Head> noted);

    /// The entries in order. Something: this one is broken, and the rest can't be judged.
    std::optional<Broken> next(Found const& found);
    /// After the last; `kept` is where the store says that the ledger ends.
    std::optional<Broken> end(Head const& kept) const;

    Head const& head() const { return head_; }

private:
    std::optional<Broken> check_personal(Found const& found);

    Chain chain_;
    std::optional<Head> noted_;
    Head head_{};
    std::set<std::int64_t> blank_;  ///< emptied entries that no erasure has named so far
};

}  // namespace store
