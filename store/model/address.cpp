#include "store/model/address.hpp"

#include <algorithm>

namespace model {
namespace {

constexpr std::size_t shown_head = 5;  // "+" and the country and area digits
constexpr std::size_t shown_tail = 2;
constexpr std::size_t fewest_hidden = 3;  // where fewer would be hidden, everything is
constexpr std::ptrdiff_t digits_of_a_number = 7;

/// A local part may be UTF-8 (RFC 6531): never cut within a character.
std::size_t first_character(std::string_view text)
{
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        ++end;
    return end;
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Whether what follows the "@" is a host's name, which tells nothing of the person. What could not be read may have a
/// number there, or a person's handle.
bool is_domain(std::string_view text)
{
    auto const dot = text.find('.');
    bool const named = !text.empty() && (is_letter(text[0]) || is_digit(text[0]));
    bool const parted =
        dot < text.size() - 1 &&
        std::any_of(text.begin() + static_cast<std::ptrdiff_t>(dot), text.end(), is_letter);
    return named && parted &&
           std::count_if(text.begin(), text.end(), is_digit) < digits_of_a_number;
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
    auto const first = first_character(text_);
    if (at < first || !is_domain(std::string_view{text_}.substr(at + 1)))
        return starred(text_, first, 0);
    return text_.substr(0, first) + "***" + text_.substr(at);
}

}  // namespace model
