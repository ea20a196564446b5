#include "gateway/admin/transfer/fields.hpp"

#include "store/address/ascii.hpp"

#include <algorithm>

namespace gateway::admin::transfer {

std::optional<Field> find_field(std::string_view name)
{
    auto const found = std::ranges::find(field_names, name);
    if (found == field_names.end()) return std::nullopt;
    return static_cast<Field>(found - field_names.begin());
}

std::string plain_name(std::string_view name)
{
    std::string plain;
    for (char const c : name) {
        if (c != ' ' && c != '_' && c != '-' && c != '.') plain += address::lower(c);
    }
    return plain;
}

}  // namespace gateway::admin::transfer
