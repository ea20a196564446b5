// gateway/admin/routes.hpp: the one table of what is served, and the way from a request line to its
// row.
#pragma once

#include "gateway/admin/resources.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::admin {

struct Route {
    std::string_view method;
    std::string_view pattern;         ///< "/api/v1/customers/{id}"
    std::optional<model::Role> role;  ///< the lowest that may; none: anybody, without a token
    Answering (*handler)(Call const&, Desk&);
};

std::span<Route const> routes();

struct Found {
    Route const* route;
    std::vector<std::string> parameters;  ///< percent-decoded, in the order of the pattern
    std::vector<std::pair<std::string, std::string>> query;
};

/// 400 for a target that can't be read, 404 for an unknown path, 405 with `Allow` for another
/// method. HEAD is GET.
Or<Found> find_route(std::string_view method, std::string_view target);

}  // namespace gateway::admin
