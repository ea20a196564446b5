// gateway/settings/load.hpp: from a document to settings, for `parse_settings` and for the test
// that holds config/optgate.toml against the keys we ask for.
#pragma once

#include "gateway/settings/document.hpp"
#include "gateway/settings/findings.hpp"
#include "gateway/settings/settings.hpp"

/// What only the readers of the configuration share.
namespace gateway::settings {

/// Whole, with defaults wherever `findings` has a problem.
Settings read_settings(Entries const& entries, Findings& findings);

}  // namespace gateway::settings
