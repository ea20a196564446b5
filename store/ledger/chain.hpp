// store/ledger/chain.hpp: the ledger as a chain: each entry carries a hash over the one before, so
// that nobody changes, removes or adds one by hand without breaking it.
//
//   digest  BLAKE2b-256 (RFC 7693), keyed, of   salt · actor · evidence · customer · address · before · after · note
//   hash    BLAKE2b-256, keyed, of              hash before · sequence · at · action · source · digest
//
// Texts go in with their length before them, so that nothing can move from one to the next. An erasure empties salt
// and personal texts and keeps digest and hash: the chain stays whole, and without the random salt the digest does
// not tell even whom to guess.
//
// What the chain can't show: the key stands in the database, so whoever can write the file and computes all of it
// again, from a change to the end, leaves a whole chain. Note the head elsewhere from time to time (`optgate verify`
// prints it, `--head` compares): they can't make that one again.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace store {

using Digest = std::array<std::uint8_t, 32>;
using Salt = std::array<std::uint8_t, 16>;

/// An entry as far as it names somebody.
struct Personal {
    std::string_view actor, evidence, customer, address, before, after, note;
};

/// What stays of an entry for good.
struct Lasting {
    std::int64_t sequence = 0;
    std::int64_t at = 0;  ///< ms since 1970 UTC
    std::string_view action, source;
};

/// Where a chain ends.
struct Head {
    std::int64_t sequence = 0;  ///< 0: no entry yet
    Digest hash{};

    bool operator==(Head const&) const = default;
};

class Chain {
public:
    /// `secret`: the store's own.
    explicit Chain(std::span<std::uint8_t const, 16> secret);

    Digest digest_of(std::span<std::uint8_t const> salt, Personal const& personal);
    Digest hash_of(Digest const& before, Lasting const& lasting,
                   std::span<std::uint8_t const> digest);

private:
    Digest finish(std::array<std::uint8_t, 32> const& key);

    std::array<std::uint8_t, 32> digest_key_{};
    std::array<std::uint8_t, 32> hash_key_{};
    std::string text_;  ///< what is hashed; kept for its memory
};

/// Random salts, drawn many at a time.
class Salts {
public:
    Salt next();

private:
    std::array<Salt, 256> drawn_{};
    std::size_t used_ = drawn_.size();
};

std::string to_hex(std::span<std::uint8_t const> bytes);
/// "1042:0f3a…": how a head is written down.
std::string to_string(Head const& head);
std::optional<Head> read_head(std::string_view text);

}  // namespace store
