// gateway/settings/upstream_url.hpp: where a provider is.
//
//   upstream  "sandbox" | ("https" | "http") "://" host [":" port]
//             (RFC 3986 §3; nothing behind the authority)
//   public    ("https" | "http") "://" host [":" port] path      where callers find it here
#pragma once

#include "store/model/result.hpp"

#include <string>
#include <string_view>

namespace gateway::settings {

struct UpstreamUrl {
    std::string text;           ///< without a last "/"
    bool in_the_clear = false;  ///< http, and not to this machine
};

model::Result<UpstreamUrl> read_upstream_url(std::string_view text);

/// Without a last "/".
model::Result<std::string> read_public_url(std::string_view text);

/// A host name or address as a Host field spells it, without a port.
bool is_host(std::string_view text);

}  // namespace gateway::settings
