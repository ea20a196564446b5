#include "store/model/address.hpp"

#include <algorithm>

namespace model {
namespace {

constexpr std::size_t shown_head = 5;  // "+" and the country and area digits
constexpr std::size_t shown_tail = 2;
constexpr std::size_t fewest_hidden = 3;  // where fewer would be hidden, everything is

/// A local part may be UTF-8 (RFC 6531): never cut within a character.
std::size_t first_character(std::string_view text)
{
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        ++end;
    return end;
}

std::string starred(std::string_view text, std::size_t head, std::size_t tail)
{
    if (text.size() < head + tail + fewest_hidden) return std::string(text.size(), '*');
    std::string masked{text};
    std::fill(masked.begin() + static_cast<std::ptrdiff_t>(head),
              masked.end() - static_cast<std::ptrdiff_t>(tail), '*');
    return masked;
}

}  // namespace

std::string Address::masked() const
{
    if (form_ != Form::mail) return starred(text_, shown_head, shown_tail);
    auto const at = text_.rfind('@');
    return text_.substr(0, std::min(at, first_character(text_))) + "***" + text_.substr(at);
}

}  // namespace model
