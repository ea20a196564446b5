// store/model/named.hpp: what the configuration gives a name (categories, streams), and may later give another.
// What was recorded under a former name stays as it was written and is read as the new one; what is retired can't
// be chosen any more and is still understood.
#pragma once

#include <algorithm>
#include <string_view>

namespace model {

/// Whether a thing with `name` and `formerly` has or had this name.
template <class Thing>
bool is_called(Thing const& thing, std::string_view text)
{
    if (text == thing.name) return true;
    auto const& formerly = thing.formerly;
    return !formerly.empty() && std::find(formerly.begin(), formerly.end(), text) != formerly.end();
}

/// The one that has or had this name and may be chosen; null: none.
template <class Things>
auto find_named(Things const& things, std::string_view name) -> decltype(&*things.begin())
{
    for (auto const& thing : things) {
        if (!thing.retired && is_called(thing, name)) return &thing;
    }
    return nullptr;
}

}  // namespace model
