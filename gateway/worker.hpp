// gateway/worker.hpp: one core's share of the gateway: its own io_context, connections, memory and counters.
// Nothing in here is touched by another thread; what they share is in `Shared` and is read, or written rarely.
#pragma once

#include "gateway/ids.hpp"
#include "gateway/net/deadline.hpp"
#include "gateway/net/look_up.hpp"
#include "gateway/net/memory.hpp"
#include "gateway/net/types.hpp"
#include "gateway/observe/access_log.hpp"
#include "gateway/repeats.hpp"
#include "gateway/site.hpp"
#include "store/group_commit.hpp"
#include "store/index/index.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ssl/context.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <string>

namespace gateway {

/// What all threads have in common.
struct Shared {
    store::Index& index;
    store::GroupCommit& commits;
    MemoryBudget& budget;
    Repeats& repeats;
    Names& names;
    std::atomic<bool>& draining;  ///< stop: no connection is kept open beyond its call
};

/// One thread's end of a listening address.
struct Listener {
    Acceptor acceptor;
    std::string provider;                     ///< all its calls are for this one; empty: any
    std::shared_ptr<asio::ssl::context> tls;  ///< null: plain; replaced on reload
};

struct Worker {
    Worker(Shared shared_parts, AccessLog& log, std::uint64_t seed);
    /// Connections that are still open end here, without an answer.
    ~Worker();

    Shared shared;
    AccessLog::Lane access_log;
    CoarseClock clock;
    WaitingList waiting;
    SparePool spares;
    Ids ids;
    std::shared_ptr<Site const> site;  ///< replaced on reload, by a task on this thread
    std::size_t callers = 0;           ///< connections open
    std::size_t callbacks = 0;         ///< under way
    std::deque<Listener> listeners;
    std::shared_ptr<asio::ssl::context> callback_tls;  ///< made for the first that needs it
    /// One thread runs it and does all its I/O; others only post. Last: what runs in it uses all of the above.
    asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};

    /// Looks at all deadlines, and hands over what was logged, until the context stops.
    Task<> tick();
    /// Takes no more callers, lets calls under way end until then, and stops the context.
    Task<> drain(Steady::time_point until);

private:
    void measure_pools() const;
};

/// Milliseconds since 1970, now.
model::Time wall_clock();

}  // namespace gateway
