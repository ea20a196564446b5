// gateway/admin/server.hpp: the admin API's listener: an HTTP server of its own, on a thread of its
// own, so that nothing asked here costs the forward path. Coroutines over Beast; blocking reads go
// to `Readers`, changes to the store's writing thread.
#pragma once

#include "gateway/admin/parts.hpp"

#include <chrono>
#include <memory>
#include <optional>

namespace gateway::admin {

class Server {
public:
    /// Binds `settings->listen.admin` and serves at once. Throws `std::runtime_error` where the
    /// endpoint can't be bound or the TLS files can't be used.
    explicit Server(Parts parts);
    /// As `stop`.
    ~Server();

    /// Where it listens; the port is the real one.
    Endpoint bound() const;

    /// Settings for the calls that begin from now on. The endpoint and the number of readers stay;
    /// the TLS files are read again. Throws where they can't be used, and changes nothing then.
    void use(std::shared_ptr<Settings const> settings);

    /// Stops accepting, lets calls in progress end (until then, or for `drain_timeout`), and joins
    /// the thread.
    void stop(std::optional<std::chrono::steady_clock::time_point> until = std::nullopt);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gateway::admin
