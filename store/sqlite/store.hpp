// store/sqlite/store.hpp: the store in one SQLite file.
#pragma once

#include "store/store.hpp"

#include <memory>
#include <string>

namespace store::sqlite {

/// Creates `file` readable by its owner alone, migrates it, or throws `Unusable`.
std::unique_ptr<Store> open(std::string const& file, Options const& options);

}  // namespace store::sqlite
