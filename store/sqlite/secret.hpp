// store/sqlite/secret.hpp: the random bytes of this database's own.
#pragma once

#include "store/sqlite/connection.hpp"

#include <array>
#include <cstdint>

namespace store::sqlite {

using Secret = std::array<std::uint8_t, 16>;

Secret read_secret(Connection& connection);

}  // namespace store::sqlite
