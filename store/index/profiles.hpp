// store/index/profiles.hpp: every distinct profile once, under a number that fits a table's value.
// Millions of addresses share a few: most people choose nothing, or the same.
#pragma once

#include "store/model/preference.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace store {

class Profiles {
public:
    Profiles();
    ~Profiles();

    /// The number of a profile, from 1. One thread at a time.
    std::uint32_t intern(model::Profile const& profile);

    /// Any thread; `id` from `intern`. Lives as long as this.
    model::Profile const& operator[](std::uint32_t id) const noexcept
    {
        auto const chunk = chunk_of(id);
        return chunks_[chunk].load(std::memory_order_acquire)[id - (std::uint32_t{1} << chunk)];
    }

    std::size_t bytes() const noexcept { return bytes_.load(std::memory_order_relaxed); }

private:
    // Chunk n holds the ids from 2^n to 2^(n+1)-1: chunks never move, so that readers may hold on
    // to what is in them.
    static std::size_t chunk_of(std::uint32_t id)
    {
        return static_cast<std::size_t>(std::bit_width(id)) - 1;
    }

    /// By what a profile says, not by where it is.
    struct Hash {
        std::size_t operator()(model::Profile const* profile) const noexcept;
    };
    struct Equal {
        bool operator()(model::Profile const* a, model::Profile const* b) const { return *a == *b; }
    };

    std::array<std::atomic<model::Profile*>, 32> chunks_{};
    boost::unordered_flat_map<model::Profile const*, std::uint32_t, Hash, Equal> ids_;
    std::uint32_t last_ = 0;
    std::atomic<std::size_t> bytes_{0};
};

}  // namespace store
