// store/index/fill.hpp: everybody the store knows, into an empty index.
#pragma once

#include "store/index/index.hpp"
#include "store/store.hpp"

namespace store {

/// One thread reads while this one folds. Throws what either does.
void fill(Index& index, Reader& reader);

}  // namespace store
