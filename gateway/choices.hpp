// gateway/choices.hpp: what may be chosen, or is there, in words.
#pragma once

#include "gateway/cut.hpp"

#include <iterator>
#include <string>
#include <string_view>

namespace gateway {

/// "a, b or c"
template <class Names>
std::string choices(Names const& names)
{
    std::string text;
    std::size_t left = std::size(names);
    for (std::string_view const name : names) {
        --left;
        text += std::string{name} + (left > 1 ? ", " : left == 1 ? " or " : "");
    }
    return text;
}

/// Somebody else's text as a message names it: whole where it is short.
inline std::string shown(std::string_view text)
{
    constexpr std::size_t longest = 100;
    return std::string{cut(text, longest)} + (text.size() > longest ? "..." : "");
}

/// "a, b and c": what somebody else's file has, however much that is.
template <class Names>
std::string all_of(Names const& names)
{
    constexpr std::size_t most = 30;
    std::string text;
    std::size_t place = 0;
    auto const count = std::size(names);
    for (std::string_view const name : names) {
        if (place == most) return text + " and " + std::to_string(count - most) + " more";
        if (place > 0) text += place + 1 == count ? " and " : ", ";
        text += shown(name);
        ++place;
    }
    return text;
}

}  // namespace gateway
