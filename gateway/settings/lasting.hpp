// gateway/settings/lasting.hpp: what a running gateway keeps from its start, whatever a reload brings.
#pragma once

#include "gateway/settings/settings.hpp"

#include <map>
#include <string>
#include <vector>

namespace gateway {

/// The settings that change with a restart only, as they are spelt: "listen.gateway" -> "127.0.0.1:8080".
using Lasting = std::map<std::string, std::string>;

Lasting lasting(Settings const& settings);
/// The names of those that are not the same, in their order.
std::vector<std::string> differing(Lasting const& one, Lasting const& other);

}  // namespace gateway
