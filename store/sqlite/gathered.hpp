// store/sqlite/gathered.hpp: changes on their way into the store. Those on bare addresses, of which imports are full, are
// kept as what they say and their address, a fifth of what a change takes; what a change needs besides stays whole.
#pragma once

#include "store/model/ledger.hpp"
#include "store/sqlite/loaded.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace store::sqlite {

/// The different things that changes on bare addresses say, each spelt once.
class Sayings {
public:
    /// Null: such a change needs judgement.
    Said const* of(model::Change const& change);

private:
    Said const* of(model::HardStop const& stop);
    Said const* of(model::Preference const& preference);

    std::map<model::HardStop, Said> stops_;
    std::map<model::Preference, Said> preferences_;
};

/// A change on a bare address.
struct Draft {
    std::uint64_t beginning;  ///< of the address, as a number: tells almost all apart
    std::uint64_t behind;     ///< the eight bytes after that
    std::string_view address;
    Said const* said;  ///< null: it needs judgement
    By const* by;
    std::size_t place;  ///< among the changes
};

class Gathered {
public:
    void add(model::Change change);

    std::size_t size() const { return size_; }
    /// The changes on bare addresses that follow one another from `place` on.
    std::span<Draft> run_from(std::size_t place);
    /// The change as it was added.
    model::Change whole(Draft const& draft) const;
    model::Change const& whole(std::size_t place) const;  ///< of one that is kept whole

private:
    using Kept = std::pair<std::size_t, model::Change>;

    std::string_view keep(std::string_view text, std::string_view last);
    By const* keep(model::Attribution const& by);

    std::size_t size_ = 0;
    std::pmr::monotonic_buffer_resource texts_;
    std::deque<By> by_;
    Sayings sayings_;
    std::vector<Draft> drafts_;
    std::vector<Kept> kept_;           ///< by place
    std::vector<std::size_t> others_;  ///< places of those that are not on a bare address
};

/// By address, those of one address by what they say, and as they came.
void sort(std::span<Draft> drafts);

/// Of drafts in order those that need no judgement where their places are free, by table: of several in one place the
/// first.
struct Firsts {
    std::vector<Draft const*> hard_stops, preferences;
};
Firsts first_in_places(std::span<Draft const> ordered);

}  // namespace store::sqlite
