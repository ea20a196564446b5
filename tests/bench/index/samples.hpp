// tests/bench/index/samples.hpp: how long single calls take. A call is timed between two reads of the clock, which order
// what is around them (the kernel's vDSO fences its rdtsc); what two reads alone take is taken off.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;

inline std::int64_t nanoseconds(Clock::duration passed)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(passed).count();
}

inline double seconds_since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Quantiles {
    double p50 = 0;  ///< ns
    double p99 = 0;
};

class Samples {
public:
    explicit Samples(std::size_t count) { all_.reserve(count); }
    void add(Clock::time_point begin, Clock::time_point end)
    {
        all_.push_back(nanoseconds(end - begin));
    }
    /// Of one of `calls` that each sample holds.
    Quantiles quantiles(double calls = 1) const
    {
        auto sorted = all_;
        std::sort(sorted.begin(), sorted.end());
        auto const at = [&](std::size_t percent) {
            auto const taken = sorted[(sorted.size() - 1) * percent / 100] - overhead();
            return static_cast<double>(std::max<std::int64_t>(taken, 0)) / calls;
        };
        return {at(50), at(99)};
    }

private:
    static std::int64_t overhead()
    {
        static std::int64_t const median = [] {
            std::vector<std::int64_t> empty(10'001);
            for (auto& one : empty) {
                auto const begin = Clock::now();
                one = nanoseconds(Clock::now() - begin);
            }
            std::nth_element(empty.begin(), empty.begin() + 5'000, empty.end());
            return empty[5'000];
        }();
        return median;
    }

    std::vector<std::int64_t> all_;
};

/// Which key comes next is known only once the one before was looked up.
template <class LookUp>
Quantiles dependent(std::size_t calls, auto const& keys, LookUp const& look_up)
{
    Samples samples{calls};
    std::uint64_t said = 0;
    for (std::size_t i = 0; i < calls; ++i) {
        auto const& key = keys[(i + (said & 1)) % keys.size()];
        auto const begin = Clock::now();
        said = look_up(key);
        samples.add(begin, Clock::now());
    }
    return samples.quantiles();
}

/// Batches whose calls know nothing of one another, so that the processor may overlap them.
template <class LookUp>
Quantiles independent(std::size_t calls, auto const& keys, LookUp const& look_up)
{
    constexpr std::size_t batch = 32;
    Samples samples{calls / batch};
    std::uint64_t volatile kept = 0;
    for (std::size_t i = 0; i + batch <= calls; i += batch) {
        std::uint64_t sum = 0;
        auto const first = i % (keys.size() - batch);
        auto const begin = Clock::now();
        for (std::size_t j = 0; j < batch; ++j)
            sum += look_up(keys[first + j]);
        samples.add(begin, Clock::now());
        kept = sum;
    }
    static_cast<void>(kept);
    return samples.quantiles(batch);
}

}  // namespace bench
