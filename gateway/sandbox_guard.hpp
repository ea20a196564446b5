// gateway/sandbox_guard.hpp: the sandbox asks for a provider's real credential where one is configured, as the provider
// would.
#pragma once

#include "gateway/sandbox/guard.hpp"
#include "gateway/settings/settings.hpp"

namespace gateway {

/// By the credentials of those whose upstream is the sandbox; null where none has one.
sandbox::Guard sandbox_guard(Settings const& settings);

}  // namespace gateway
