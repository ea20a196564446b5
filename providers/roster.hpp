// providers/roster.hpp: every dialect we speak. To add one: its file, its name here, one test,
// recordings.
#pragma once

#include "providers/dialect.hpp"

#include <span>
#include <string_view>

namespace providers {

std::span<Dialect const* const> all();
Dialect const* find(std::string_view name);

}  // namespace providers
