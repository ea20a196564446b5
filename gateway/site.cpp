#include "gateway/site.hpp"

#include "gateway/http/head.hpp"

#include <algorithm>

namespace gateway {
namespace {

std::string_view without_port(std::string_view authority)
{
    if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
    return authority.substr(0, authority.find(':'));
}

std::string_view host_of(std::string_view url)
{
    auto const begin = url.find("://");
    return begin == std::string_view::npos ? std::string_view{}
                                           : without_port(url.substr(begin + 3));
}

/// "/twilio/2010..." of provider "twilio" -> "/2010...", "/sns" -> "/"; empty where the first segment is another.
std::string_view without_prefix(std::string_view target, std::string_view name)
{
    if (target.substr(1, name.size()) != name) return {};
    if (target.size() == name.size() + 1) return "/";
    auto const rest = target.substr(name.size() + 1);
    return rest.front() == '/' ? rest : std::string_view{};
}

}  // namespace

Site::Site(Settings settings, std::vector<Route> routes, std::shared_ptr<Counters> counters)
    : settings_{std::move(settings)}, routes_{std::move(routes)}, counters_{std::move(counters)}
{
    for (auto& route : routes_)
        route.provider = &settings_.providers[route.index];
}

Route const* Site::find(std::string_view provider) const
{
    auto const found = std::find_if(routes_.begin(), routes_.end(), [provider](Route const& route) {
        return route.provider->name == provider;
    });
    return found == routes_.end() ? nullptr : &*found;
}

Route const* Site::by_host(std::string_view authority) const
{
    auto const host = without_port(authority);
    if (host.empty()) return nullptr;
    for (auto const& route : routes_) {
        if (http::iequals(host, route.provider->host)) return &route;
    }
    for (auto const& route : routes_) {
        if (http::iequals(host, host_of(route.provider->dialect->upstream))) return &route;
    }
    return nullptr;
}

Routed Site::route(std::string_view authority, std::string_view target) const
{
    if (auto const* route = by_host(authority)) return {route, target};
    for (auto const& route : routes_) {
        auto const rest = without_prefix(target, route.provider->name);
        if (!rest.empty()) return {&route, rest};
    }
    auto const path = target.substr(0, target.find('?'));
    for (auto const& route : routes_) {
        if (route.provider->dialect->owns(path)) return {&route, target};
    }
    return {};
}

}  // namespace gateway
