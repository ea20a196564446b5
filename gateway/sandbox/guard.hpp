// gateway/sandbox/guard.hpp: who judges credentials for the sandbox, which knows no schemes itself.
#pragma once

#include "gateway/sandbox/exchange.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace gateway::sandbox {

/// What a provider says to a wrong credential; none: it is right, or nobody checks.
using Guard = std::function<std::optional<Reply>(std::string_view provider, Call const& call)>;

}  // namespace gateway::sandbox
