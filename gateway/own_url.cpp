#include "gateway/own_url.hpp"

#include "gateway/http/target.hpp"
#include "gateway/http/write.hpp"

#include <algorithm>

namespace gateway {
namespace {

/// The way to us, without what the provider is asked for: as configured, else "http://HOST/PREFIX" as the caller spelt
/// it. A proxy before us that ends TLS shows in neither; what its fields claim, any caller could.
std::string way_here(Visit const& visit)
{
    auto const& known = visit.route->provider->public_url;
    if (!known.empty()) return known;
    auto const target = http::read_target(visit.head().target);
    auto const authority =
        target && !target->authority.empty() ? target->authority : visit.head().host;
    std::string way{visit.caller.stream.is_tls() ? "https://" : "http://"};
    way.append(authority);
    if (target && target->origin.ends_with(visit.target))
        way.append(target->origin.substr(0, target->origin.size() - visit.target.size()));
    return way;
}

/// Path and query of a URL, with its first "/".
std::string_view path_of(std::string_view url)
{
    if (url.starts_with('/')) return url.starts_with("//") ? std::string_view{} : url;
    auto const scheme = url.find("://");
    auto const is_web = http::iequals(url.substr(0, scheme), "http") ||
                        http::iequals(url.substr(0, scheme), "https");
    if (scheme == std::string_view::npos || !is_web) return {};
    auto const path = url.find('/', scheme + 3);
    return path == std::string_view::npos ? std::string_view{} : url.substr(path);
}

bool is_own_url(Visit const& visit, std::string_view name)
{
    auto const own = visit.route != nullptr ? visit.dialect().own_url : std::string_view{};
    return !own.empty() && http::iequals(name, own);
}

}  // namespace

std::string led_here(Visit const& visit, std::string_view url)
{
    auto const path = path_of(url);
    return path.empty() ? std::string{url} : way_here(visit).append(path);
}

void append_fields(std::string& out, Visit const& visit, providers::Answer const& answer)
{
    for (auto const& [name, value] : answer.headers) {
        if (!http::is_field_value(value)) continue;
        if (is_own_url(visit, name)) {
            http::append_field(out, name, led_here(visit, value));
        } else {
            http::append_field(out, name, value);
        }
    }
}

void append_answer_fields(std::string& out, Visit const& visit, http::Head const& head)
{
    if (visit.dialect().own_url.empty()) return http::append_forwarded(out, head);
    http::append_forwarded_but(
        out, head, [&](http::Field const& field) { return is_own_url(visit, field.name); });
    auto const url = head.find(visit.dialect().own_url);
    if (!url.empty()) http::append_field(out, visit.dialect().own_url, led_here(visit, url));
}

}  // namespace gateway
