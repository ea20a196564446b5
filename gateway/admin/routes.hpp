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

/// How a request's body is read, and so how large it may be.
enum class Body : std::uint8_t {
    small,   ///< whole; `admin.body_bytes`
    large,   ///< whole; `admin.bulk_bytes`
    pieces,  ///< while it comes; `admin.upload_bytes`
    table,   ///< JSON as `large`, anything else as `pieces`
};

struct Route {
    std::string_view method;
    std::string_view pattern;         ///< "/api/v1/customers/{id}"
    std::optional<model::Role> role;  ///< the lowest that may; none: anybody, without a token
    Answering (*handler)(Call const&, Desk&);
    Body body = Body::small;
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

/// What the body of such a call may be. Never `table`.
Body body_of(Route const& route, std::string_view content_type);

}  // namespace gateway::admin
