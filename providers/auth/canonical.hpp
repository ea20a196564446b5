// providers/auth/canonical.hpp: the one spelling of a call that AWS signatures cover.
#pragma once

#include "providers/dialect.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace providers::auth {

/// Empty, "." and ".." segments resolved, then escaped once more: "/a%20b/" -> "/a%2520b/".
std::string canonical_path(std::string_view path);
/// Decoded and escaped in one way, in the order of names and values; "=" behind a name without a value.
std::string canonical_query(std::string_view query);
/// "name:value\n" for each name, the values of one name joined with commas, runs of white space as one space. None
/// where a field of that name is missing.
std::optional<std::string> canonical_headers(std::span<Header const> headers,
                                             std::span<std::string_view const> names);

/// The names of the fields in lower case, each once, in their order.
std::vector<std::string> sorted_names(std::span<Header const> headers);
std::vector<std::string_view> views(std::vector<std::string> const& texts);
std::string joined(std::vector<std::string> const& texts, char separator);

}  // namespace providers::auth
