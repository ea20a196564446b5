#include "store/sqlite/secret.hpp"

#include "store/sqlite/statement.hpp"

#include <algorithm>

namespace store::sqlite {

Secret read_secret(Connection& connection)
{
    Statement select{connection, "SELECT secret FROM store"};
    auto rows = select();
    Secret secret{};
    if (rows.next()) {
        auto const bytes = rows.bytes(0);
        std::copy_n(bytes.begin(), std::min(bytes.size(), secret.size()), secret.begin());
    }
    return secret;
}

}  // namespace store::sqlite
