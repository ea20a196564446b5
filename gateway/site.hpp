// gateway/site.hpp: what one thread serves: one configuration with this thread's own connections to its providers.
// A reload makes a new site; calls under way keep the old one until they end.
#pragma once

#include "gateway/observe/counters.hpp"
#include "gateway/settings/settings.hpp"
#include "gateway/upstream/pool.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace gateway {

/// A provider with this thread's connections to it.
struct Route {
    Provider const* provider = nullptr;
    std::shared_ptr<Pool> pool;
    std::size_t index = 0;  ///< position in Settings::providers
};

/// Where a call goes, and the target without the provider's prefix.
struct Routed {
    Route const* route = nullptr;
    std::string_view target;
};

class Site {
public:
    Site(Settings settings, std::vector<Route> routes, std::shared_ptr<Counters> counters);
    Site(Site const&) = delete;
    Site& operator=(Site const&) = delete;

    Settings const& settings() const { return settings_; }
    std::vector<Route> const& routes() const { return routes_; }
    Counters& counters() const { return *counters_; }
    Route const* find(std::string_view provider) const;

    /// By the authority (of an absolute target, else the Host field), by path prefix, or by a path that can only be
    /// one provider's. Only the configuration chooses where a call goes; the caller chooses among its entries.
    Routed route(std::string_view authority, std::string_view target) const;

    /// Whether a provider is reached by this host name.
    bool knows_host(std::string_view authority) const { return by_host(authority) != nullptr; }

private:
    Route const* by_host(std::string_view authority) const;

    Settings settings_;
    std::vector<Route> routes_;
    std::shared_ptr<Counters> counters_;
};

}  // namespace gateway
