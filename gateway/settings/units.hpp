// gateway/settings/units.hpp: how the configuration spells quantities and endpoints.
//
//   duration  digits ("ms" | "s" | "m" | "h" | "d")
//             "500ms", "2h"
//   size      digits ["B" | "kB" | "MB" | "GB" | "KiB" | "MiB" | "GiB"]
//             "50MB" = 50 000 000, "50MiB" = 52 428 800
//   endpoint  IPv4 ":" port | "[" IPv6 "]" ":" port
//             "127.0.0.1:8080", "[::1]:8080"
#pragma once

#include "gateway/settings/settings.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::settings {

std::optional<std::chrono::milliseconds> read_duration(std::string_view text);
std::optional<std::int64_t> read_size(std::string_view text);
std::optional<Endpoint> read_endpoint(std::string_view text);

/// In the largest unit that is exact: "90s", "2h"; "1536B", "50MiB".
std::string spelt(std::chrono::milliseconds duration);
std::string spelt_size(std::int64_t bytes);

/// Whether only this machine reaches it: 127.0.0.0/8 or ::1.
bool is_loopback(Endpoint const& endpoint);

}  // namespace gateway::settings
