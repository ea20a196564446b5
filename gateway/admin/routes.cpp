#include "gateway/admin/routes.hpp"

#include "gateway/admin/document.hpp"

#include <simdjson.h>
#include <algorithm>
#include <array>

namespace gateway::admin {
namespace {
namespace urls = boost::urls;

constexpr auto viewer = model::Role::viewer;
constexpr auto operator_ = model::Role::operator_;
constexpr auto admin = model::Role::admin;

constexpr std::array table{
    Route{"GET", "/healthz", std::nullopt, alive},
    Route{"GET", "/readyz", std::nullopt, ready},
    Route{"GET", "/metrics", std::nullopt, metrics},
    Route{"GET", "/api/v1/openapi.json", std::nullopt, openapi},
    Route{"PUT", "/api/v1/customers/{id}", operator_, put_customer},
    Route{"GET", "/api/v1/customers/{id}", viewer, get_customer},
    Route{"DELETE", "/api/v1/customers/{id}", operator_, delete_customer},
    Route{"GET", "/api/v1/customers/{id}/notes", viewer, customer_notes},
    Route{"PUT", "/api/v1/customers/{id}/preferences", operator_, put_customer_preference},
    Route{"POST", "/api/v1/customers/{id}/merge", operator_, merge_customer},
    Route{"GET", "/api/v1/duplicates", viewer, list_duplicates},
    Route{"POST", "/api/v1/consent/dry-run", viewer, dry_run_settings},
    Route{"GET", "/api/v1/addresses/{address}", viewer, get_address},
    Route{"GET", "/api/v1/addresses/{address}/notes", viewer, address_notes},
    Route{"PUT", "/api/v1/addresses/{address}/preferences", operator_, put_address_preference},
    Route{"PUT", "/api/v1/addresses/{address}/suppressions", operator_, put_suppression},
    Route{"DELETE", "/api/v1/addresses/{address}/suppressions", operator_, delete_suppression},
    Route{"POST", "/api/v1/bulk", operator_, change_many, Body::large},
    Route{"POST", "/api/v1/imports", operator_, import_rows, Body::pieces},
    Route{"GET", "/api/v1/export", operator_, export_rows},
    Route{"GET", "/api/v1/reports/consent", viewer, report_consent},
    Route{"GET", "/api/v1/reports/changes", viewer, report_changes},
    Route{"GET", "/api/v1/people/{address}", operator_, get_person},
    Route{"DELETE", "/api/v1/people/{address}", admin, erase_person},
    Route{"POST", "/api/v1/decisions", viewer, dry_run},
    Route{"POST", "/api/v1/lists/prune", viewer, prune_list, Body::table},
    Route{"GET", "/api/v1/lists/removed/{id}", viewer, removed_of_list},
    Route{"GET", "/api/v1/journal", viewer, list_journal},
    Route{"GET", "/api/v1/journal/{decision}", viewer, explain_decision},
    Route{"POST", "/api/v1/journal/{decision}/feedback", operator_, put_feedback},
    Route{"GET", "/api/v1/feedback", admin, export_feedback},
    Route{"GET", "/api/v1/tokens", admin, list_tokens},
    Route{"POST", "/api/v1/tokens", admin, create_token},
    Route{"DELETE", "/api/v1/tokens/{name}", admin, remove_token},
    Route{"GET", "/api/v1/sandbox/messages", operator_, sandbox_messages},
};

std::vector<std::string> segments_of(std::string_view pattern)
{
    std::vector<std::string> segments;
    for (std::size_t begin = 1; begin <= pattern.size();) {
        auto const end = std::min(pattern.find('/', begin), pattern.size());
        segments.emplace_back(pattern.substr(begin, end - begin));
        begin = end + 1;
    }
    return segments;
}

/// What the pattern's braces stand for; none: it does not match.
std::optional<std::vector<std::string>> matched(std::string_view pattern,
                                                std::vector<std::string> const& path)
{
    auto const wanted = segments_of(pattern);
    if (wanted.size() != path.size()) return std::nullopt;
    std::vector<std::string> parameters;
    for (std::size_t i = 0; i < path.size(); ++i) {
        bool const open = wanted[i].starts_with('{') && !path[i].empty();
        if (open) parameters.push_back(path[i]);
        if (!open && wanted[i] != path[i]) return std::nullopt;
    }
    return parameters;
}

bool is_utf8(std::vector<std::string> const& path,
             std::vector<std::pair<std::string, std::string>> const& query)
{
    auto const valid = [](std::string const& text) { return simdjson::validate_utf8(text); };
    return std::all_of(path.begin(), path.end(), valid) &&
           std::all_of(query.begin(), query.end(), [&](auto const& parameter) {
               return valid(parameter.first) && valid(parameter.second);
           });
}

/// A "+" that came unescaped before a number is meant as one: "?address=+14155550100".
std::string restored_plus(std::string_view key, std::string value)
{
    if (key == "address" && value.size() > 1 && value[0] == ' ' && value[1] >= '0' &&
        value[1] <= '9') {
        value[0] = '+';
    }
    return value;
}

Answer not_allowed(std::vector<std::string_view> const& methods)
{
    std::string allow;
    for (auto const method : methods)
        allow += (allow.empty() ? "" : ", ") + std::string{method};
    auto answer = problem(405, "this path takes " + allow);
    answer.headers.emplace_back("Allow", allow);
    return answer;
}

}  // namespace

std::span<Route const> routes()
{
    return table;
}

Or<Found> find_route(std::string_view method, std::string_view target)
{
    auto const url = urls::parse_origin_form(target);
    if (!url)
        return problem(400, "the request target is not a path with a query (RFC 9112 §3.2.1)");
    std::vector<std::string> path;
    for (auto const segment : url->segments())
        path.emplace_back(segment);
    std::vector<std::pair<std::string, std::string>> query;
    for (auto const& parameter : url->params()) {
        query.emplace_back(parameter.key,
                           restored_plus(parameter.key, std::string{parameter.value}));
    }

    if (!is_utf8(path, query)) return problem(400, "the request target is not UTF-8");

    auto const wanted = method == "HEAD" ? std::string_view{"GET"} : method;
    std::vector<std::string_view> methods;
    for (auto const& route : table) {
        auto parameters = matched(route.pattern, path);
        if (!parameters) continue;
        if (route.method == wanted) return Found{&route, *std::move(parameters), std::move(query)};
        methods.push_back(route.method);
        if (route.method == "GET") methods.push_back("HEAD");
    }
    if (methods.empty()) return problem(404, "nothing is served at this path");
    return not_allowed(methods);
}

Body body_of(Route const& route, std::string_view content_type)
{
    if (route.body != Body::table) return route.body;
    return is_json(content_type) ? Body::large : Body::pieces;
}

}  // namespace gateway::admin
