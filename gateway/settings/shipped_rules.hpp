// gateway/settings/shipped_rules.hpp: the files of config/rules/, built in.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace gateway::settings {

/// Names ("config/rules/billing.toml") and texts.
std::vector<std::pair<std::string_view, std::string_view>> shipped_rules();

}  // namespace gateway::settings
