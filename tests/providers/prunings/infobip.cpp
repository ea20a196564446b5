#include "tests/providers/prunings.hpp"
#include "tests/providers/prunings/json.hpp"

namespace json = boost::json;

namespace prunings {

/// Spellings have a plus that the body does not have.
std::string infobip(providers::Call const& call, Spellings const& removed)
{
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
