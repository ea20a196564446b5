// store/index/unite.hpp: profiles as sets of facts. Pure.
#pragma once

#include "store/model/preference.hpp"

namespace store {

/// Sorts each list and drops what is there twice, as a profile is kept.
void sort_once(model::Profile& profile);

/// Adds the facts of another; unsorted.
void unite(model::Profile& profile, model::Profile const& other);

/// What is recorded of somebody whose data was erased: a stop on every channel.
model::HardStop erased_stop();

}  // namespace store
