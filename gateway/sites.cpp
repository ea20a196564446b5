#include "gateway/sites.hpp"

#include <algorithm>
#include <stdexcept>

namespace gateway {
namespace {

std::size_t share(std::size_t whole, unsigned threads)
{
    return std::max<std::size_t>(1, whole / threads);
}

UpstreamLimits share(UpstreamLimits limits, unsigned threads)
{
    limits.idle = share(limits.idle, threads);
    limits.in_flight = share(limits.in_flight, threads);
    limits.waiting = share(limits.waiting, threads);
    return limits;
}

Target target_of(std::string const& url)
{
    auto target = read_target(url);
    if (!target) throw std::runtime_error{"upstream " + url + ": " + target.error().what};
    return *std::move(target);
}

/// Where a provider's calls go, and what their Host field says.
struct Destination {
    Target target;
    std::string authority;
};

Destination destination_of(Provider const& provider, std::uint16_t sandbox_port)
{
    if (provider.upstream != "sandbox") {
        auto target = target_of(provider.upstream);
        return {target, target.authority};
    }
    // The sandbox is one server for all: the provider's own host name tells it who is meant.
    return {target_of("http://127.0.0.1:" + std::to_string(sandbox_port)),
            target_of(std::string{provider.dialect->upstream}).authority};
}

std::shared_ptr<Pool> pool_for(Provider const& provider, Destination const& to,
                               UpstreamLimits const& limits, Worker& worker)
{
    auto const* const earlier = worker.site ? worker.site->find(provider.name) : nullptr;
    if (earlier != nullptr && earlier->pool->target() == to.target &&
        earlier->pool->authority() == to.authority &&
        earlier->pool->ca_file() == provider.ca_file) {
        return earlier->pool;
    }
    return std::make_shared<Pool>(worker.context, worker.waiting, worker.clock,
                                  worker.shared.names.providers, to.target, to.authority,
                                  provider.ca_file, limits);
}

}  // namespace

std::shared_ptr<Site const> make_site(Settings settings, unsigned threads, Worker& worker,
                                      std::uint16_t sandbox_port,
                                      std::shared_ptr<Counters> counters)
{
    settings.limits.connections = share(settings.limits.connections, threads);
    settings.callbacks.waiting = share(settings.callbacks.waiting, threads);
    std::vector<Route> routes;
    for (std::size_t i = 0; i < settings.providers.size(); ++i) {
        auto const& provider = settings.providers[i];
        auto const to = destination_of(provider, sandbox_port);
        routes.push_back(
            {nullptr, pool_for(provider, to, share(provider.limits, threads), worker), i});
    }
    return std::make_shared<Site const>(std::move(settings), std::move(routes),
                                        std::move(counters));
}

void take_up(Worker& worker, std::shared_ptr<Site const> site, unsigned threads)
{
    for (auto const& route : site->routes())
        route.pool->use(share(route.provider->limits, threads));
    worker.site = std::move(site);
}

}  // namespace gateway
