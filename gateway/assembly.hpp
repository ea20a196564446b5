// gateway/assembly.hpp: the one place where the parts meet: store, index, threads, listeners, admin API, sandbox.
#pragma once

#include "gateway/net/look_up.hpp"
#include "gateway/settings/settings.hpp"

#include <memory>
#include <vector>

namespace gateway {

class Assembly {
public:
    /// Opens the store, folds the index, binds, and serves. Throws `std::runtime_error` with a sentence that says
    /// what is wrong with the configuration or the machine.
    explicit Assembly(Settings settings, Resolve const& resolve = ask_system);
    /// As `stop`.
    ~Assembly();

    /// Where it listens; the ports are the real ones.
    Endpoint gateway() const;
    Endpoint admin() const;
    struct ProviderPort {
        std::string provider;
        Endpoint endpoint;
    };
    std::vector<ProviderPort> provider_ports() const;

    /// Serves by new settings from the next call on, without closing a connection. What stays until a
    /// restart (settings/lasting.hpp) is named in the log where it differs. Throws, and changes nothing, where the
    /// new settings can't be used.
    void reload(Settings settings);

    /// Takes no more callers, lets calls under way end (at most `drain_timeout`), writes what is queued, and returns.
    void stop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace gateway
