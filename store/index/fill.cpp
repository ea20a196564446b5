#include "store/index/fill.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <utility>
#include <vector>

namespace store {
namespace {

using Parts = std::vector<Folded>;

constexpr std::size_t parts_at_once = 256;
constexpr std::size_t most_waiting = 32;  // times as many parts, about 2 MB

/// Parts on their way from the thread that reads to the one that folds.
class Belt {
public:
    /// Waits for room; once nobody takes any more, they are dropped.
    void put(Parts&& parts)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return waiting_.size() < most_waiting || ended_; });
        if (!ended_) waiting_.push_back(std::move(parts));
        changed_.notify_all();
    }
    /// Waits for some; none: no more come.
    Parts take()
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return !waiting_.empty() || ended_; });
        if (waiting_.empty()) return {};
        auto parts = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        return parts;
    }
    void end()
    {
        std::lock_guard const lock{mutex_};
        ended_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Parts> waiting_;
    bool ended_ = false;
};

/// However a side goes, the other must not wait for it.
struct EndsWith {
    Belt& belt;
    ~EndsWith() { belt.end(); }
};

void read_onto(Belt& belt, Reader& reader)
{
    EndsWith const end{belt};
    Parts parts;
    reader.each_part([&](Folded&& part) {
        if (parts.empty()) parts.reserve(parts_at_once);
        parts.push_back(std::move(part));
        if (parts.size() == parts_at_once) belt.put(std::exchange(parts, {}));
    });
    if (!parts.empty()) belt.put(std::move(parts));
}

}  // namespace

void fill(Index& index, Reader& reader)
{
    Belt belt;
    auto reading = std::async(std::launch::async, [&] { read_onto(belt, reader); });
    {
        EndsWith const end{belt};
        for (auto parts = belt.take(); !parts.empty(); parts = belt.take())
            index.add(std::move(parts));
    }
    reading.get();
}

}  // namespace store
