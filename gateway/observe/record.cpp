#include "gateway/observe/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace gateway {

namespace {

constexpr std::size_t longest_method = 32;
constexpr std::size_t longest_path = 256;
constexpr std::size_t longest_name = 64;

char* put(char* out, std::string_view text)
{
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

constexpr std::uint64_t each(std::uint64_t byte)
{
    return byte * 0x0101'0101'0101'0101U;
}

/// Whether one of eight bytes at once is below "-", "@", "\\" or not ASCII: all that JSON must escape and all that
/// shows an address are among these. A byte's high bit is set by the subtraction that falls below zero.
constexpr bool any_doubtful(std::uint64_t eight)
{
    auto const low = eight - each('-');
    auto const at = (eight ^ each('@')) - each(1);
    auto const backslash = (eight ^ each('\\')) - each(1);
    return ((low | at | backslash | eight) & each(0x80)) != 0;
}

bool has_doubtful(std::string_view text)
{
    std::uint64_t eight = 0;
    for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
        std::memcpy(&eight, text.data(), sizeof eight);
        if (any_doubtful(eight)) return true;
    }
    eight = each('a');
    if (!text.empty()) std::memcpy(&eight, text.data(), text.size());
    return any_doubtful(eight);
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
    return segment.size() >= 7 && std::all_of(segment.begin(), segment.end(), is_digit);
}

bool has_number_segment(std::string_view path)
{
    std::size_t length = 0;  // of the segment so far
    bool only = true;        // digits
    for (char const c : path) {
        if (c == '/') {
            if (only && length >= 7) return true;
            length = 0;
            only = true;
        } else {
            only = only && is_digit(c);
            ++length;
        }
    }
    return only && length >= 7;
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

char* put_path(char* out, std::string_view path, LineCache& cache)
{
    if (cache.is_plain(path)) return put(out, path);
    if (path.size() <= longest_path) return put_masked(out, path);
    // Half an address doesn't look like one: the segment the cut falls into isn't shown.
    path = path.substr(0, longest_path);
    path = path.substr(0, path.rfind('/') + 1);
    return put(put_masked(out, path), "*");
}

char* put_method(char* out, std::string_view method)
{
    method = method.substr(0, longest_method);
    return has_doubtful(method) ? put_escaped(out, method) : put(out, method);
}

/// `before` is what opens the field: `","app":"`. Its size is known to the compiler, which copies it with a few moves.
template <std::size_t Size>
char* put_name(char* out, char const (&before)[Size], std::string_view name)
{
    if (name.empty()) return out;
    out = put(out, {before, Size - 1});
    return put(out, name.substr(0, longest_name));
}

template <std::size_t Size>
char* put_number(char* out, char const (&before)[Size], std::uint64_t number)
{
    out = put(out, {before, Size - 1});
    return std::to_chars(out, out + 20, number).ptr;
}

std::uint64_t microseconds_of(std::chrono::microseconds time)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
}

}  // namespace

char* LineCache::put_time(char* out, model::Time at)
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

bool LineCache::is_plain(std::string_view path)
{
    auto& known = plain_[path.size() % plain_.size()];
    if (path == std::string_view{known.path.data(), known.size}) return true;
    if (path.size() > longest_path || has_doubtful(path) || has_number_segment(path)) return false;
    if (path.size() <= known.path.size()) {
        put(known.path.data(), path);
        known.size = path.size();
    }
    return true;
}

char* write_line(char* out, Record const& record, LineCache& cache)
{
    out = put(out, R"({"time":")");
    out = cache.put_time(out, record.at);
    out = put(out, R"(","method":")");
    out = put_method(out, record.method);
    out = put(out, R"(","path":")");
    out = put_path(out, record.path, cache);
    out = put_name(out, R"(","provider":")", record.provider);
    out = put_name(out, R"(","app":")", record.application);
    out = put_name(out, R"(","category":")", record.category);
    out = put_name(out, R"(","verdict":")", record.verdict);
    out = put_name(out, R"(","decision":")", record.decision);
    out = put_name(out, R"(","trouble":")", record.trouble);
    out = put_number(out, R"(","status":)", record.status);
    out = put_number(out, R"(,"in":)", record.bytes_in);
    out = put_number(out, R"(,"out":)", record.bytes_out);
    out = put_number(out, R"(,"us":)", microseconds_of(record.total));
    if (record.upstream.count() != 0) {
        out = put_number(out, R"(,"upstream_us":)", microseconds_of(record.upstream));
    }
    return put(out, "}\n");
}

}  // namespace gateway
