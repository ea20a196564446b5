#include "gateway/observe/record.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

namespace gateway {

namespace {

constexpr std::size_t longest_method = 32;
constexpr std::size_t longest_path = 256;
constexpr std::size_t longest_name = 64;

char* put(char* out, std::string_view text)
{
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

/// Eight bytes at a time: the high bit of each byte of the result says whether that byte is below
/// `bound` (at most 0x80); exact for the lowest such byte, which is enough to know that there is
/// one.
constexpr std::uint64_t each(std::uint64_t byte)
{
    return byte * 0x0101'0101'0101'0101U;
}
constexpr std::uint64_t any_below(std::uint64_t eight, std::uint64_t bound)
{
    return (eight - each(bound)) & ~eight & each(0x80);
}
constexpr std::uint64_t any_equal(std::uint64_t eight, char c)
{
    return any_below(eight ^ each(static_cast<unsigned char>(c)), 1);
}

/// What JSON must escape, what is not ASCII, and what shows an address.
constexpr std::uint64_t any_special(std::uint64_t eight)
{
    return any_below(eight, 0x20) | any_equal(eight, '"') | any_equal(eight, '\\') |
           (eight & each(0x80)) | any_equal(eight, '@') | any_equal(eight, '%') |
           any_equal(eight, '+');
}

bool has_special(std::string_view text)
{
    std::uint64_t eight = 0;
    for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
        std::memcpy(&eight, text.data(), sizeof eight);
        if (any_special(eight)) return true;
    }
    eight = each('a');
    std::memcpy(&eight, text.data(), text.size());
    return any_special(eight) != 0;
}

/// A byte that is not ASCII becomes the character of its number: a line stays valid UTF-8, whatever
/// came.
char* put_escaped(char* out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            *out++ = '\\';
            *out++ = c;
        } else if (byte < 0x20 || byte >= 0x7f) {
            out = put(out, "\\u00");
            *out++ = digits[byte >> 4U];
            *out++ = digits[byte & 15U];
        } else {
            *out++ = c;
        }
    }
    return out;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool may_be_address(std::string_view segment)
{
    if (segment.find_first_of("@%+") != std::string_view::npos) return true;
    return segment.size() >= 7 && segment.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Most paths have no segment that even begins with a digit and is long enough.
bool has_number_segment(std::string_view path)
{
    while (!path.empty()) {
        auto const segment = path.substr(0, path.find('/'));
        if (!segment.empty() && is_digit(segment.front()) && may_be_address(segment)) return true;
        path.remove_prefix(std::min(segment.size() + 1, path.size()));
    }
    return false;
}

char* put_masked(char* out, std::string_view path)
{
    while (true) {
        auto const segment = path.substr(0, path.find('/'));
        out = may_be_address(segment) ? put(out, "*") : put_escaped(out, segment);
        if (segment.size() == path.size()) return out;
        *out++ = '/';
        path.remove_prefix(segment.size() + 1);
    }
}

char* put_whole_path(char* out, std::string_view path)
{
    if (has_special(path) || has_number_segment(path)) return put_masked(out, path);
    return put(out, path);
}

char* put_path(char* out, std::string_view path)
{
    if (path.size() <= longest_path) return put_whole_path(out, path);
    // Half an address doesn't look like one: the segment the cut falls into isn't shown.
    path = path.substr(0, longest_path);
    path = path.substr(0, path.rfind('/') + 1);
    return put(put_whole_path(out, path), "*");
}

char* put_method(char* out, std::string_view method)
{
    method = method.substr(0, longest_method);
    return has_special(method) ? put_escaped(out, method) : put(out, method);
}

/// `before` is what opens the field: `","app":"`.
char* put_name(char* out, std::string_view before, std::string_view name)
{
    if (name.empty()) return out;
    out = put(out, before);
    return put(out, name.substr(0, longest_name));
}

template <class Number>
char* put_number(char* out, std::string_view before, Number number)
{
    out = put(out, before);
    return std::to_chars(out, out + 20, number).ptr;
}

}  // namespace

char* SecondCache::write(char* out, model::Time at)
{
    using namespace std::chrono;
    auto const whole = floor<seconds>(at);
    if (auto const second = whole.time_since_epoch().count(); second != second_) {
        auto const day = floor<days>(whole);
        year_month_day const date{day};
        hh_mm_ss const time{whole - day};
        fmt::format_to_n(text_.data(), text_.size(), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.",
                         int{date.year()}, unsigned{date.month()}, unsigned{date.day()},
                         time.hours().count(), time.minutes().count(), time.seconds().count());
        second_ = second;
    }
    out = put(out, {text_.data(), text_.size()});
    auto const milli = static_cast<unsigned>((at - whole).count());
    *out++ = static_cast<char>('0' + milli / 100);
    *out++ = static_cast<char>('0' + milli / 10 % 10);
    *out++ = static_cast<char>('0' + milli % 10);
    *out++ = 'Z';
    return out;
}

char* write_line(char* out, Record const& record, SecondCache& seconds)
{
    out = put(out, R"({"time":")");
    out = seconds.write(out, record.at);
    out = put(out, R"(","method":")");
    out = put_method(out, record.method);
    out = put(out, R"(","path":")");
    out = put_path(out, record.path);
    out = put_name(out, R"(","provider":")", record.provider);
    out = put_name(out, R"(","app":")", record.application);
    out = put_name(out, R"(","category":")", record.category);
    out = put_name(out, R"(","verdict":")", record.verdict);
    out = put_name(out, R"(","decision":")", record.decision);
    out = put_name(out, R"(","trouble":")", record.trouble);
    out = put_number(out, R"(","status":)", record.status);
    out = put_number(out, R"(,"in":)", record.bytes_in);
    out = put_number(out, R"(,"out":)", record.bytes_out);
    out = put_number(out, R"(,"us":)", record.total.count());
    if (record.upstream.count() != 0) {
        out = put_number(out, R"(,"upstream_us":)", record.upstream.count());
    }
    return put(out, "}\n");
}

}  // namespace gateway
