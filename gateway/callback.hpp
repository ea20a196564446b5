// gateway/callback.hpp: requests we make in a provider's name: the status callback after an `accept` answer.
#pragma once

#include "gateway/settings/settings.hpp"
#include "gateway/worker.hpp"
#include "providers/dialect.hpp"

#include <optional>

namespace gateway {

/// Posts it in the background, once; nobody waits for it. Only to public addresses unless the settings allow others:
/// the URL is the application's choice, and must not reach into our own network.
void post_later(Worker& worker, Callbacks const& settings,
                std::optional<providers::Callback> callback);

}  // namespace gateway
