// tests/providers/prunings/json.hpp: JSON as a text to compare: Boost.JSON's erase moves the last key forward, so keys
// are put in order.
#pragma once

#include <boost/json.hpp>

#include <map>
#include <set>
#include <string>

namespace prunings {

/// Leaves out the objects of a list whose `key`, behind `before`, is among those removed.
inline void drop(boost::json::array& list, char const* key, std::set<std::string> const& removed,
                 std::string const& before = {})
{
    for (auto item = list.begin(); item != list.end();) {
        bool const gone = removed.contains(before + std::string{item->at(key).as_string()});
        item = gone ? list.erase(item) : item + 1;
    }
}

inline std::string said(boost::json::value const& value)
{
    std::string text;
    if (auto const* object = value.if_object()) {
        std::map<std::string, std::string> members;
        for (auto const& member : *object)
            members.emplace(member.key(), said(member.value()));
        for (auto const& [key, member] : members)
            text += (text.empty() ? "" : ",") + boost::json::serialize(key) + ":" + member;
        return "{" + text + "}";
    }
    if (auto const* array = value.if_array()) {
        for (auto const& item : *array)
            text += (text.empty() ? "" : ",") + said(item);
        return "[" + text + "]";
    }
    return boost::json::serialize(value);
}

}  // namespace prunings
