// gateway/cut.hpp: a text that is too long, cut where a character ends.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace gateway {

/// At most `longest` bytes of a UTF-8 text, without a character cut in two.
constexpr std::string_view cut(std::string_view text, std::size_t longest)
{
    auto end = std::min(text.size(), longest);
    auto const continues = [&] { return (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U; };
    while (end > 0 && end < text.size() && continues())
        --end;
    return text.substr(0, end);
}

}  // namespace gateway
