// gateway/choices.hpp: what may be chosen, in words.
#pragma once

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

}  // namespace gateway
