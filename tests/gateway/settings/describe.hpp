// tests/gateway/settings/describe.hpp: settings as text, one value a line, so that a difference
// shows where it is.
#pragma once

#include "gateway/settings/settings.hpp"

#include <string>

namespace gateway::settings {

std::string describe(Settings const& settings);

}  // namespace gateway::settings
