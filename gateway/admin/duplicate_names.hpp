// gateway/admin/duplicate_names.hpp: finds a name that comes twice in one object (RFC 7493 §2.3);
// Boost.JSON would silently keep the last.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gateway::admin {

/// The first such name in well-formed JSON.
std::optional<std::string> duplicate_name(std::string_view text);

}  // namespace gateway::admin
