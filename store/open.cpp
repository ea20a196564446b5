#include "store/sqlite/store.hpp"
#include "store/store.hpp"

#include <string_view>

namespace store {

std::unique_ptr<Store> open(std::string const& url, Options const& options)
{
    constexpr std::string_view sqlite_scheme = "sqlite:";
    if (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size()) {
        return sqlite::open(url.substr(sqlite_scheme.size()), options);
    }
    throw Unusable("store: the url is of no known kind; give \"sqlite:FILE\"");
}

}  // namespace store
