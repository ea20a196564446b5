// store/group_commit.hpp: the one thread that writes. Many callers, one transaction, one fsync:
// durable -> visible in the index -> acknowledged, in that order.
#pragma once

#include "store/index/index.hpp"
#include "store/store.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace store {

class GroupCommit {
public:
    struct Limits {
        std::size_t waiting = 20'000;  ///< requests queued; over it `change` and `record` say no
        std::size_t batch = 2'000;     ///< requests a transaction
        /// How long the first of a batch waits for others: an fsync costs more than all of them.
        std::chrono::milliseconds gather{0};
        Retention retention{};
        std::chrono::milliseconds probe{1'000};  ///< how often a failed store is tried again
        std::chrono::milliseconds trim{
            60'000};  ///< how often an idle one is rid of old journal entries
        std::function<model::Time()> now{};  ///< the wall clock; empty: the system's
        /// Called on the writing thread before an erasure is written, and again when the index has forgotten the person:
        /// copies of plain data go. What it throws refuses the batch.
        std::function<void()> erasing{};
        /// Told on the writing thread when the store takes no more (why), and when it takes again
        /// (an empty text).
        std::function<void(std::string const& why)> turned{};
    };

    /// What became of the changes, in order; none: the store was unavailable and nothing was kept.
    using Changes = std::function<void(std::optional<std::vector<Changed>>)>;
    /// Whether the entries are durable.
    using Recorded = std::function<void(bool)>;

    /// `index` outlives this. Starts its thread at once.
    GroupCommit(std::unique_ptr<Writer> writer, Index& index, Limits limits);
    /// As `stop`.
    ~GroupCommit();

    /// Commits what is queued, tells everybody who waits, and takes nothing from then on. Where
    /// those who wait run must outlast this.
    void stop();

    /// Queues changes, applied as one unit of the batch. False: the queue is full, and `done` won't
    /// run. `done` runs on the writing thread; hand over and return.
    bool change(std::vector<model::Change> changes, Changes done);
    /// Queues journal entries. An empty `done` is allowed: nobody waits.
    bool record(std::vector<model::JournalEntry> entries, Recorded done);
    /// Runs `work` on the writing thread between two batches (tokens). False: the queue is full.
    /// `work` tells its own caller about `Unavailable`; one that it lets through marks the store
    /// unwritable and is dropped.
    bool run(std::function<void(Writer&)> work);

    /// What the journal holds from now on.
    void retain(Retention kept);

    /// Whether the last commit (or the probe that follows a failed one, each second) went through.
    /// Until then changes and entries are answered at once as not kept.
    bool writable() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace store
