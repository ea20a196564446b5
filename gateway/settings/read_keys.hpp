// gateway/settings/read_keys.hpp: the providers' real credentials, and the keys of ours that applications hold.
#pragma once

#include "gateway/settings/settings.hpp"
#include "gateway/settings/table.hpp"

#include <cstddef>

namespace gateway::settings {

/// `credential` of [providers.X], whose dialect is known.
void read_credential(Table& table, Provider& provider);
/// `keys` of [applications.X], after the providers; `application` is its position.
void read_keys(Table& table, Settings& settings, std::size_t application);
void read_signatures(Table& root, Settings& settings);

}  // namespace gateway::settings
