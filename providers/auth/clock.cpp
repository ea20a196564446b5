#include "providers/auth/clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace providers::auth {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// What the digits of a text say, place by place, where it has the form of `pattern` ("9": a digit, "?": anything).
struct Fields {
    std::string_view text;
    unsigned number(std::size_t at, std::size_t digits) const
    {
        unsigned value = 0;
        for (std::size_t i = at; i < at + digits; ++i)
            value = value * 10 + static_cast<unsigned>(text[i] - '0');
        return value;
    }
};

bool has_form(std::string_view text, std::string_view pattern)
{
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(), [](char c, char p) {
        if (p == '9') return c >= '0' && c <= '9';
        return p == '?' || c == p;
    });
}

std::optional<model::Time> time_of(unsigned years, unsigned month_of_year, unsigned day_of_month,
                                   std::array<unsigned, 3> clock)
{
    year_month_day const date{year{static_cast<int>(years)}, month{month_of_year},
                              day{day_of_month}};
    if (!date.ok() || clock[0] > 23 || clock[1] > 59 || clock[2] > 60) return std::nullopt;
    return sys_days{date} + hours{clock[0]} + minutes{clock[1]} + seconds{clock[2]};
}

struct Parts {
    sys_days day;
    year_month_day date;
    hh_mm_ss<seconds> clock;
    explicit Parts(model::Time time)
        : day{floor<days>(time)}, date{day}, clock{floor<seconds>(time - day)}
    {
    }
};

}  // namespace

std::optional<model::Time> read_basic_time(std::string_view text)
{
    if (!has_form(text, "99999999T999999Z")) return std::nullopt;
    Fields const in{text};
    return time_of(in.number(0, 4), in.number(4, 2), in.number(6, 2),
                   {in.number(9, 2), in.number(11, 2), in.number(13, 2)});
}

std::string basic_time(model::Time time)
{
    Parts const of{time};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", int{of.date.year()},
                       unsigned{of.date.month()}, unsigned{of.date.day()}, of.clock.hours().count(),
                       of.clock.minutes().count(), of.clock.seconds().count());
}

std::optional<model::Time> read_http_date(std::string_view text)
{
    if (!has_form(text, "???, 99 ??? 9999 99:99:99 GMT")) return std::nullopt;
    auto const* const named = std::find(months.begin(), months.end(), text.substr(8, 3));
    Fields const in{text};
    return time_of(in.number(12, 4), static_cast<unsigned>(named - months.begin()) + 1,
                   in.number(5, 2), {in.number(17, 2), in.number(20, 2), in.number(23, 2)});
}

std::string http_date(model::Time time)
{
    Parts const of{time};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[weekday{of.day}.c_encoding()],
        unsigned{of.date.day()}, months[unsigned{of.date.month()} - 1], int{of.date.year()},
        of.clock.hours().count(), of.clock.minutes().count(), of.clock.seconds().count());
}

}  // namespace providers::auth
