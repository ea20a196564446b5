// gateway/observe/count.hpp: numbers one thread writes and any thread reads. An addition is a load
// and a store without a locked instruction (about 1 ns): right because only the owning thread adds.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gateway {

/// Only ever grows, or, as a level, goes up and down.
class Count {
public:
    void add(std::uint64_t more = 1) noexcept
    {
        value_.store(value_.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
    }
    void sub(std::uint64_t less = 1) noexcept { add(~less + 1); }
    /// A level that is measured rather than kept.
    void set(std::uint64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }

    std::uint64_t read() const noexcept { return value_.load(std::memory_order_relaxed); }
    /// Of a level folded over threads: one may have counted up what another counted down.
    std::int64_t level() const noexcept { return static_cast<std::int64_t>(read()); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// How long something took, in buckets that double: up to 16 us, 32 us, ... 33.6 s, and over it.
struct Latencies {
    static constexpr int first_power = 4;  ///< 2^4 us
    static constexpr std::size_t bounds = 22;

    /// The upper bound of a bucket, inclusive.
    static constexpr std::chrono::microseconds bound(std::size_t bucket)
    {
        return std::chrono::microseconds{std::int64_t{1} << (bucket + std::size_t{first_power})};
    }

    void add(std::chrono::microseconds took) noexcept
    {
        auto const us = static_cast<std::uint64_t>(took.count() < 0 ? 0 : took.count());
        buckets[bucket_of(us)].add();
        sum_us.add(us);
    }

    static constexpr std::size_t bucket_of(std::uint64_t us) noexcept
    {
        auto const power = us <= 1 ? 0 : std::bit_width(us - 1);  // the smallest p with us <= 2^p
        auto const bucket =
            power <= first_power ? 0 : static_cast<std::size_t>(power - first_power);
        return bucket < bounds ? bucket : bounds;
    }

    std::array<Count, bounds + 1> buckets;  ///< the last: over every bound
    Count sum_us;
};

}  // namespace gateway
