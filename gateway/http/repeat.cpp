#include "gateway/http/repeat.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace gateway::http {
namespace {

/// Longer heads are rare, and every connection keeps one.
constexpr std::size_t longest_kept = 2048;
/// Fits 63 bits, so that no value can be out of range.
constexpr std::size_t most_digits = 18;

constexpr std::uint64_t each(std::uint64_t byte)
{
    return byte * 0x0101'0101'0101'0101U;
}

/// The high bits of those of eight bytes that are no visible ASCII; now and then of one beside them too.
constexpr std::uint64_t invisible(std::uint64_t eight)
{
    return ((eight - each(0x21)) | (eight + each(1)) | eight) & each(0x80);
}

/// The high bits of those of eight bytes that are not 0.
constexpr std::uint64_t set(std::uint64_t eight)
{
    return (((eight & each(0x7f)) + each(0x7f)) | eight) & each(0x80);
}

std::uint64_t some_of(char const* bytes, std::size_t count)
{
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, count);
    return eight;
}

std::uint64_t eight_of(char const* bytes)
{
    return some_of(bytes, sizeof(std::uint64_t));
}

/// 0 where eight bytes are what was kept, or visible ones where others may stand.
constexpr std::uint64_t wrong_of_eight(std::uint64_t is, std::uint64_t was, std::uint64_t free)
{
    auto const change = is ^ was;
    return (change & ~free) | (set(change) & invisible(is));
}

std::size_t count_digits(std::string_view text)
{
    auto const end = std::min(text.find_first_not_of("0123456789"), text.size());
    return text.starts_with('0') ? 0 : end;
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
    auto const* is = data.data();
    auto const* was = bytes_.data() + from;
    auto const* free = free_.data() + from;
    std::uint64_t wrong = 0;
    auto left = to - from;
    for (; left >= sizeof wrong; left -= sizeof wrong) {
        wrong |= wrong_of_eight(eight_of(is), eight_of(was), eight_of(free));
        is += sizeof wrong;
        was += sizeof wrong;
        free += sizeof wrong;
    }
    wrong |= wrong_of_eight(some_of(is, left), some_of(was, left), some_of(free, left));
    return wrong == 0;
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
