// tests/histories/plain.hpp: the little that all of the reference needs.
#pragma once

#include <cctype>
#include <string>

namespace reference {

template <class Map>
bool has(Map const& map, typename Map::key_type const& key)
{
    return map.find(key) != map.end();
}

inline std::string lower(std::string text)
{
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

}  // namespace reference
