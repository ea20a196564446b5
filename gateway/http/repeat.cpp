#include "gateway/http/repeat.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace gateway::http {
namespace {

/// Longer heads are rare, and every connection keeps one.
constexpr std::size_t longest_kept = 2048;
/// Fits 63 bits, so that no value can be out of range.
constexpr std::size_t most_digits = 18;

/// Side by side, as the vector extension of GCC and clang has them.
using Sixteen [[gnu::vector_size(16)]] = signed char;

Sixteen load(char const* bytes, std::size_t count = sizeof(Sixteen))
{
    Sixteen loaded{};
    std::memcpy(&loaded, bytes, count);
    return loaded;
}

/// All bits of those bytes that are not what was kept, nor visible ASCII where others may stand.
Sixteen wrong_of(Sixteen is, Sixteen was, Sixteen free)
{
    auto const change = is ^ was;
    auto const invisible = (is < 0x21) | (is == 0x7f);  // what is beyond ASCII is negative
    return (change & ~free) | ((change != 0) & invisible);
}

bool is_zero(Sixteen bytes)
{
    auto const halves = std::bit_cast<std::array<std::uint64_t, 2>>(bytes);
    return (halves[0] | halves[1]) == 0;
}

std::size_t count_digits(std::string_view text)
{
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9')
        ++count;
    return text.starts_with('0') ? 0 : count;
}

}  // namespace

void Repeat::keep(std::string_view bytes, Head const& head)
{
    bytes_.clear();
    auto const by_length = head.framing == Framing::length;
    if (bytes.size() > longest_kept || (!by_length && head.framing != Framing::none)) return;
    bytes_ = bytes;
    free_.assign(bytes.size(), '\0');
    base_ = bytes.data();
    length_at_ = bytes.size();
    length_size_ = 0;
    for (auto const& field : head.fields) {
        if (field.value.empty()) continue;
        auto const at = static_cast<std::size_t>(field.value.data() - base_);
        if (by_length && field.id == Id::content_length) {
            length_at_ = at;
            length_size_ = field.value.size();
        } else if (values_ == Values::free && !stays_behind(field.id)) {
            std::fill_n(free_.begin() + static_cast<std::ptrdiff_t>(at), field.value.size(),
                        '\xff');
        }
    }
}

bool Repeat::agrees(std::string_view data, std::size_t from, std::size_t to) const
{
    if (values_ == Values::same) return data == std::string_view{bytes_}.substr(from, to - from);
    constexpr auto step = sizeof(Sixteen);
    auto const* is = data.data();
    auto const* was = bytes_.data() + from;
    auto const* free = free_.data() + from;
    auto const size = to - from;
    Sixteen wrong{};
    std::size_t at = 0;
    for (; at + step <= size; at += step)
        wrong |= wrong_of(load(is + at), load(was + at), load(free + at));
    if (at == size) return is_zero(wrong);
    // What is left is looked at together with some of what was, or alone.
    if (size >= step) {
        at = size - step;
        wrong |= wrong_of(load(is + at), load(was + at), load(free + at));
    } else {
        wrong |= wrong_of(load(is, size), load(was, size), load(free, size));
    }
    return is_zero(wrong);
}

std::size_t Repeat::again(std::string_view data, Head& head, ParserLimits const& limits)
{
    if (bytes_.empty() || data.size() < length_at_) return 0;
    if (!agrees(data.substr(0, length_at_), 0, length_at_)) return 0;
    auto const number = data.substr(length_at_, length_size_ == 0 ? 0 : most_digits + 1);
    auto const digits = count_digits(number);
    if (length_size_ != 0 && (digits == 0 || digits > most_digits)) return 0;
    auto const behind = length_at_ + length_size_;
    auto const size = bytes_.size() - length_size_ + digits;
    if (data.size() < size || size > limits.head_bytes || head.fields.size() > limits.fields)
        return 0;
    auto const rest = data.substr(length_at_ + digits, bytes_.size() - behind);
    if (!agrees(rest, behind, bytes_.size())) return 0;
    if (digits != 0) std::from_chars(number.data(), number.data() + digits, head.length);
    if (data.data() != base_ || digits != length_size_) move(head, data.data(), digits);
    return size;
}

/// Points the spans of the head at the same bytes elsewhere.
void Repeat::move(Head& head, char const* to, std::size_t length_size)
{
    auto const moved = [&](std::string_view span) -> std::string_view {
        if (span.empty()) return {};
        auto const at = static_cast<std::size_t>(span.data() - base_);
        if (at < length_at_) return {to + at, span.size()};
        if (at == length_at_) return {to + at, length_size};
        return {to + at - length_size_ + length_size, span.size()};
    };
    for (auto& field : head.fields) {
        field.name = moved(field.name);
        field.value = moved(field.value);
    }
    for (auto* span : {&head.method, &head.target, &head.host, &head.reason})
        *span = moved(*span);
    bytes_.replace(length_at_, length_size_, std::string_view{to + length_at_, length_size});
    free_.replace(length_at_, length_size_, length_size, '\0');
    length_size_ = length_size;
    base_ = to;
}

}  // namespace gateway::http
