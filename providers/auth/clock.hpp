// providers/auth/clock.hpp: the times that signatures are dated with.
#pragma once

#include "store/model/ledger.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace providers::auth {

/// "20261121T182053Z" (ISO 8601 basic).
std::optional<model::Time> read_basic_time(std::string_view text);
std::string basic_time(model::Time time);

/// "Sat, 21 Nov 2026 18:20:54 GMT" (RFC 9110 §5.6.7, IMF-fixdate).
std::optional<model::Time> read_http_date(std::string_view text);
std::string http_date(model::Time time);

}  // namespace providers::auth
