#include "gateway/admin/call.hpp"

#include <algorithm>

namespace gateway::admin {

std::optional<Answer> Call::only(std::initializer_list<std::string_view> names) const
{
    std::vector<model::Problem> wrong;
    for (auto place = query.begin(); place != query.end(); ++place) {
        auto const& name = place->first;
        auto const same = [&](auto const& other) { return other.first == name; };
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            wrong.push_back({"unknown query parameter", name});
        } else if (std::any_of(query.begin(), place, same)) {
            wrong.push_back({"comes twice", name});
        }
    }
    return wrong.empty() ? std::nullopt : std::optional{problem(400, wrong)};
}

}  // namespace gateway::admin
