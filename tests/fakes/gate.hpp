// tests/fakes/gate.hpp: what tests wait on instead of sleeping: a door that opens once, a number that grows.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace tests {

inline constexpr std::chrono::seconds longest_wait{10};

class Gate {
public:
    void open()
    {
        std::lock_guard const lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }
    /// False: it stayed shut for ten seconds.
    bool wait()
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, longest_wait, [this] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

class Tally {
public:
    void add()
    {
        std::lock_guard const lock{mutex_};
        ++count_;
        changed_.notify_all();
    }
    std::size_t count() const
    {
        std::lock_guard const lock{mutex_};
        return count_;
    }
    /// False: it did not come to that many within ten seconds.
    bool wait_for(std::size_t count)
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, longest_wait, [&] { return count_ >= count; });
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t count_ = 0;
};

}  // namespace tests
