// gateway/observe/access_log.hpp: one line a call (record.hpp), without a lock, an allocation or a
// system call where the call is served. Each thread formats into a lane of its own; the lane hands
// its lines over when its worker ticks or when it is full, and one writing thread writes them out.
// When the disk is slower than the calls, lines are dropped and counted; calls never wait.
//
//   worker: lane.append -> 64 KB of its own -> flush -+
//                                                     +-> waiting -> writer -> sink
//   worker: lane.append -> 64 KB of its own -> flush -+
//
// What waits is at most `most_waiting` bytes.
#pragma once

#include "gateway/observe/record.hpp"
#include "store/model/result.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace gateway {

class AccessLog {
public:
    static constexpr std::size_t lane_bytes = 64 * 1024;
    static constexpr std::size_t shipped_most_waiting = 8 * 1024 * 1024;

    /// `sink`: "stderr", "off" or a file, which is appended to. A file that can't be opened is a
    /// problem.
    static model::Result<std::unique_ptr<AccessLog>> open(
        std::string sink, std::size_t most_waiting = shipped_most_waiting);
    /// Writes what was handed over, then stops. Every lane is gone by then.
    ~AccessLog();
    AccessLog(AccessLog const&) = delete;
    AccessLog& operator=(AccessLog const&) = delete;

    /// Of one thread. The log outlives it.
    class Lane {
    public:
        explicit Lane(AccessLog& log);
        ~Lane() { flush(); }
        Lane(Lane const&) = delete;
        Lane& operator=(Lane const&) = delete;

        void append(Record const& record);
        /// Hands the lines over; for the worker's tick.
        void flush();

    private:
        AccessLog& log_;
        std::unique_ptr<char[]> buffer_;  ///< null: the log is off
        char* end_;                       ///< of what is in it
        std::uint64_t lines_ = 0;         ///< in it
        LineCache cache_;
    };

    /// Opens the file anew by its name, for SIGHUP after a rotation; lines handed over before go to
    /// the old one. If that fails the old one stays.
    void reopen();
    /// Returns when all that was handed over is written or dropped, and a file asked for anew is
    /// open.
    void drain();
    /// Lines dropped since the start.
    std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }

private:
    AccessLog(std::string sink, int descriptor, std::size_t most_waiting);

    void take(std::string_view lines, std::uint64_t count);
    void write_until_stopped();
    void write_out(std::string_view lines);
    void open_anew();

    std::string const sink_;
    std::size_t const most_waiting_;
    int descriptor_;        ///< -1: off. The writing thread's
    bool torn_ = false;     ///< a line was cut off by a failed write. The writing thread's
    bool failing_ = false;  ///< the last write failed. The writing thread's
    std::atomic<std::uint64_t> dropped_{0};

    std::mutex mutex_;
    std::condition_variable work_;
    std::condition_variable idle_;
    std::string waiting_;
    bool reopen_ = false;
    bool busy_ = false;
    bool stop_ = false;
    std::thread writer_;
};

}  // namespace gateway
