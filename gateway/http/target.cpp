#include "gateway/http/target.hpp"

#include "gateway/http/head.hpp"

#include <algorithm>
#include <vector>

namespace gateway::http {
namespace {

// RFC 3986 has no '#' in a request target, and no '\\', which some servers take for '/'.
constexpr ByteSet target_bytes{
    [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '\\'; }};

int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string with_unreserved_decoded(std::string_view path)
{
    std::string plain;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '%' && i + 2 < path.size() && hex(path[i + 1]) >= 0 &&
            hex(path[i + 2]) >= 0) {
            auto const byte = static_cast<char>(hex(path[i + 1]) * 16 + hex(path[i + 2]));
            if (is_unreserved(byte)) {
                plain += byte;
                i += 2;
                continue;
            }
        }
        plain += path[i];
    }
    return plain;
}

}  // namespace

std::optional<Target> read_target(std::string_view target)
{
    if (!target_bytes.holds_all(target)) return std::nullopt;
    if (target.starts_with('/')) return Target{{}, target};
    auto const scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    auto const scheme = target.substr(0, scheme_end);
    if (!iequals(scheme, "http") && !iequals(scheme, "https")) return std::nullopt;
    auto const rest = target.substr(scheme.size() + 3);
    auto const end = std::min(rest.find_first_of("/?"), rest.size());
    auto const authority = rest.substr(0, end);
    if (authority.empty() || authority.find('@') != std::string_view::npos) return std::nullopt;
    auto const origin = rest.substr(end);
    if (!origin.empty() && origin.front() == '?') return std::nullopt;
    return Target{authority, origin.empty() ? "/" : origin};
}

std::string normalised(std::string_view path)
{
    auto const suspicious = path.find('%') != std::string_view::npos ||
                            path.find("//") != std::string_view::npos ||
                            path.find("/.") != std::string_view::npos || path.ends_with('/');
    if (!suspicious) return std::string{path};
    auto const plain = with_unreserved_decoded(path);
    std::vector<std::string_view> segments;
    for (std::string_view rest = plain; !rest.empty();) {
        auto const slash = std::min(rest.find('/'), rest.size());
        auto const segment = rest.substr(0, slash);
        if (segment == "..") {
            if (!segments.empty()) segments.pop_back();
        } else if (!segment.empty() && segment != ".") {
            segments.push_back(segment);
        }
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    std::string joined;
    for (auto const segment : segments)
        joined.append("/").append(segment);
    return joined.empty() ? "/" : joined;
}

bool is_foreign(std::string_view host)
{
    auto const name = host.substr(0, host.find(':'));
    if (host.starts_with('[') || name.empty() || iequals(name, "localhost")) return false;
    return !std::all_of(name.begin(), name.end(),
                        [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace gateway::http
