// gateway/settings/file.hpp: a small file as a text.
#pragma once

#include <optional>
#include <string>

namespace gateway::settings {

/// None: it can't be read, or is over 1 MiB; `errno` says why.
std::optional<std::string> read_file(std::string const& path);

}  // namespace gateway::settings
