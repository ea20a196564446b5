#include "tests/providers/prunings.hpp"
#include "tests/providers/prunings/json.hpp"

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace json = boost::json;

namespace prunings {

namespace {

std::vector<std::string> split(std::string_view text, char sign)
{
    std::istringstream stream{std::string{text}};
    std::vector<std::string> parts;
    for (std::string part; std::getline(stream, part, sign);)
        parts.push_back(part);
    return parts;
}

/// "from=S&to=411,412&text=…"
std::string infobip_query(std::string_view query, Spellings const& removed)
{
    std::string said;
    for (auto const& field : split(query, '&')) {
        said += "&" + field.substr(0, 3);
        for (auto const& part : split(std::string_view{field}.substr(3), ',')) {
            if (!field.starts_with("to=") || !removed.contains("+" + part)) said += "," + part;
        }
    }
    return said;
}

}  // namespace

/// Spellings have a plus that the body does not have.
std::string infobip(providers::Call const& call, Spellings const& removed)
{
    if (call.method == "GET") return infobip_query(call.query, removed);
    auto body = json::parse(call.body);
    auto& messages = body.as_object()["messages"].as_array();
    bool const nested = messages.at(0).as_object().contains("destinations");
    if (!nested) drop(messages, "to", removed, "+");
    for (auto message = messages.begin(); nested && message != messages.end();) {
        auto& destinations = message->as_object()["destinations"].as_array();
        drop(destinations, "to", removed, "+");
        message = destinations.empty() ? messages.erase(message) : message + 1;
    }
    return said(body);
}

}  // namespace prunings
