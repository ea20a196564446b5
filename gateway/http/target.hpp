// gateway/http/target.hpp: request targets (RFC 9112 §3.2) and the one spelling of a path (RFC 3986 §6.2.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gateway::http {

struct Target {
    std::string_view authority;  ///< of absolute-form; empty in origin-form
    std::string_view origin;     ///< "/path?query"
};

/// Origin-form and absolute-form (http, https) without a fragment, user information or bytes that no URI has; none for
/// everything else, authority-form and "*" among it.
std::optional<Target> read_target(std::string_view target);

/// A path with unreserved characters decoded, dot segments and empty segments removed, and no last "/".
std::string normalised(std::string_view path);

/// Whether a Host names somebody else: a name that is neither ours by convention ("localhost") nor an IP address.
bool is_foreign(std::string_view host);

}  // namespace gateway::http
