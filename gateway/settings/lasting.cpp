#include "gateway/settings/lasting.hpp"

#include <algorithm>
#include <iterator>

namespace gateway {
namespace {

std::string spelt(Endpoint const& endpoint)
{
    return endpoint.host + ":" + std::to_string(endpoint.port);
}

}  // namespace

Lasting lasting(Settings const& settings)
{
    auto const& admin = settings.admin;
    Lasting all{{"listen.gateway", spelt(settings.listen.gateway)},
                {"listen.admin", spelt(settings.listen.admin)},
                {"listen.threads", std::to_string(settings.listen.threads)},
                {"limits.look_ups", std::to_string(settings.limits.look_ups)},
                {"callbacks.look_ups", std::to_string(settings.callbacks.look_ups)},
                {"store.url", settings.store_url},
                {"store.queue", std::to_string(settings.store_queue)},
                {"store.gather", std::to_string(settings.store_gather.count())},
                {"log.access", settings.log.access},
                {"admin.readers", std::to_string(admin.readers)},
                {"admin.sandbox_messages", std::to_string(admin.sandbox_messages)},
                {"admin.spool_bytes", std::to_string(admin.spool_bytes)},
                {"admin.spool_folder", admin.spool_folder}};
    for (auto const& provider : settings.providers) {
        if (!provider.listen.empty())
            all["providers." + provider.name + ".listen"] = provider.listen;
    }
    return all;
}

std::vector<std::string> differing(Lasting const& one, Lasting const& other)
{
    Lasting either;
    std::ranges::set_symmetric_difference(one, other, std::inserter(either, either.end()));
    std::vector<std::string> names;
    for (auto const& [name, spelling] : either)
        names.push_back(name);
    return names;
}

}  // namespace gateway
