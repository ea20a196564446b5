// gateway/sandbox/json_texts.hpp: a JSON body for the providers that take one, read by Boost.JSON.
#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::sandbox {

/// The keys that lead to a value; arrays leave none.
using Way = std::vector<std::string>;

/// Every text or number at a way that `wanted` says yes to, in the order of the body, also where a key stands twice.
/// Up to where a broken body breaks.
std::vector<std::string> json_texts(std::string_view body,
                                    std::function<bool(Way const&)> const& wanted);

/// None: not JSON, or no object.
std::optional<boost::json::object> read_object(std::string_view body);

/// The text of a member; empty where it has none. Numbers as they are spelt by Boost.JSON.
std::string text_of(boost::json::object const& object, std::string_view key);
/// The items of a member that is an array; else none.
boost::json::array items_of(boost::json::object const& object, std::string_view key);

}  // namespace gateway::sandbox
