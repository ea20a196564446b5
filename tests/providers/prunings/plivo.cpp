#include "tests/providers/prunings.hpp"
#include "tests/providers/prunings/json.hpp"

#include <sstream>

namespace json = boost::json;

namespace prunings {

std::string plivo(providers::Call const& call, Spellings const& removed)
{
    auto body = json::parse(call.body);
    auto& dst = body.as_object()["dst"].as_string();
    std::istringstream numbers{std::string{dst}};
    std::string kept;
    for (std::string number; std::getline(numbers, number, '<');) {
        if (!removed.contains(number)) kept += (kept.empty() ? "" : "<") + number;
    }
    dst = kept;
    return said(body);
}

}  // namespace prunings
