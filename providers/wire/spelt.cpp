#include "providers/wire/spelt.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>

namespace wire {
namespace {

std::uint32_t offset_in(std::string_view body, std::string_view part)
{
    return static_cast<std::uint32_t>(part.data() - body.data());
}

struct Escape {
    std::uint32_t raw_bytes;
    std::uint32_t text_bytes;
};

std::uint32_t hex_of(std::string_view digits)
{
    std::uint32_t value = 0;
    for (char const c : digits.substr(0, 4))
        value = value * 16 + static_cast<std::uint32_t>(hex_value(c));
    return value;
}

/// The escape at the front of a string that a Document took (RFC 8259 §7), and the UTF-8 it stands for.
Escape json_escape(std::string_view raw)
{
    if (raw[1] != 'u') return {2, 1};
    auto const unit = hex_of(raw.substr(2));
    if (unit >= 0xD800 && unit < 0xE000) return {12, 4};  // both halves of a surrogate pair
    if (unit < 0x80) return {6, 1};
    return {6, unit < 0x800 ? 2U : 3U};
}

}  // namespace

Spelt Spelt::as_is(std::string_view body, std::string_view raw)
{
    Spelt spelt;
    spelt.text_ = raw;
    spelt.steps_ = {{0, offset_in(body, raw)}};
    return spelt;
}

Spelt Spelt::form(std::string_view body, std::string_view raw)
{
    auto spelt = as_is(body, raw);
    if (raw.find_first_of("%+") == std::string_view::npos) return spelt;
    auto const begin = spelt.steps_.front().place;
    auto& text = spelt.own_.emplace();
    percent_decode(raw, true, text);
    text.append(body_padding, '\0');
    std::uint32_t escapes = 0;
    for (auto at = raw.find('%'); at != std::string_view::npos; at = raw.find('%', at + 3)) {
        auto const place = static_cast<std::uint32_t>(at) + 3;
        spelt.steps_.push_back({place - 2 * ++escapes, begin + place});
    }
    return spelt;
}

Spelt Spelt::json(std::string_view body, Value string)
{
    auto const raw = body.substr(string->begin + 1, string->end - string->begin - 2);
    auto spelt = as_is(body, raw);
    spelt.text_ = string->text;
    if (raw.size() == string->text.size()) return spelt;
    auto const begin = spelt.steps_.front().place;
    std::uint32_t shorter = 0;
    for (auto at = raw.find('\\'); at != std::string_view::npos;) {
        auto const [raw_bytes, text_bytes] = json_escape(raw.substr(at));
        auto const place = static_cast<std::uint32_t>(at) + raw_bytes;
        shorter += raw_bytes - text_bytes;
        spelt.steps_.push_back({place - shorter, begin + place});
        at = raw.find('\\', place);
    }
    return spelt;
}

std::size_t Spelt::place(std::size_t offset) const
{
    auto const behind =
        std::upper_bound(steps_.begin(), steps_.end(), offset,
                         [](std::size_t wanted, Step const& step) { return wanted < step.offset; });
    auto const& step = *std::prev(behind);
    return step.place + (offset - step.offset);
}

}  // namespace wire
