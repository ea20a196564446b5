// gateway/net/look_up.hpp: from a host's name to its addresses. The system's resolver (getaddrinfo) blocks, for many
// seconds where a name server is silent, and nothing can interrupt it: it is asked on threads of its own, a few names at
// one time, and nobody waits for it longer than they like, not even the end of the process.
#pragma once

#include "gateway/net/types.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gateway {

using HostAddresses = std::vector<asio::ip::address>;

/// Blocks until it is known where a host is. Called by several threads.
using Resolve = std::function<HostAddresses(std::string const& host, Error& ec)>;
HostAddresses ask_system(std::string const& host, Error& ec);

/// All may be called from any thread.
class LookUps {
public:
    /// At most `threads` names are asked for at one time; others wait for their turn.
    LookUps(unsigned threads, Resolve resolve);
    /// As `stop`.
    ~LookUps();
    LookUps(LookUps const&) = delete;
    LookUps& operator=(LookUps const&) = delete;

    /// Where a host is: at once where it is an address already. Whoever asks for a name that is being asked for waits for
    /// the same answer, so that a slow name holds one thread. `ec`: `timed_out`, `no_buffer_space` where too many wait,
    /// or why there is no answer. `context` is the caller's own, run by one thread.
    Task<HostAddresses> find(asio::io_context& context, std::string host,
                             std::chrono::milliseconds patience, Error& ec);

    /// Whoever waits is told so (`operation_aborted`), and nobody is answered any more. A thread that stands in the
    /// resolver is left behind, and ends by itself.
    void stop();

private:
    struct State;
    class Seat;
    std::shared_ptr<State> state_;  ///< shared with the threads, which may outlive this
};

/// A slow name of the one sort takes no turn from the other.
struct Names {
    LookUps providers;
    LookUps callbacks;  ///< hosts that callers chose
};

}  // namespace gateway
