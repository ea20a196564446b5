// gateway/admin/times.hpp: times as the API spells them: RFC 3339, UTC, milliseconds:
// "2026-11-21T20:04:02.123Z".
#pragma once

#include "store/model/ledger.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gateway::admin {

std::string rfc3339(model::Time time);

/// Any RFC 3339 §5.6 date-time (fractions beyond milliseconds are cut), or a date alone: its
/// midnight in UTC.
std::optional<model::Time> read_rfc3339(std::string_view text);

}  // namespace gateway::admin
