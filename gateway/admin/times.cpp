#include "gateway/admin/times.hpp"

#include <fmt/format.h>
#include <charconv>

namespace gateway::admin {
namespace {
using namespace std::chrono;

/// Reads a text from the left; once something is missing it stays failed.
struct Scanner {
    std::string_view rest;
    bool good = true;

    int digits(std::size_t count)
    {
        int value = 0;
        auto const* const end = rest.data() + count;
        good = good && rest.size() >= count && rest[0] >= '0' && rest[0] <= '9' &&
               std::from_chars(rest.data(), end, value).ptr == end;
        if (good) rest.remove_prefix(count);
        return value;
    }
    bool take(char wanted)
    {
        if (rest.empty() || rest.front() != wanted) return false;
        rest.remove_prefix(1);
        return true;
    }
    void need(char wanted) { good = good && take(wanted); }
};

milliseconds read_fraction(Scanner& scanner)
{
    int value = 0;
    int scale = 1000;
    scanner.good =
        scanner.good && !scanner.rest.empty() && scanner.rest[0] >= '0' && scanner.rest[0] <= '9';
    while (scanner.good && !scanner.rest.empty() && scanner.rest[0] >= '0' &&
           scanner.rest[0] <= '9') {
        scale /= 10;
        value += scanner.digits(1) * scale;
    }
    return milliseconds{value};
}

/// "Z" or "+02:00": what to take off to come to UTC.
minutes read_offset(Scanner& scanner)
{
    if (scanner.take('Z') || scanner.take('z')) return minutes{0};
    int const sign = scanner.take('-') ? -1 : 1;
    if (sign == 1) scanner.need('+');
    auto const hour = scanner.digits(2);
    scanner.need(':');
    auto const minute = scanner.digits(2);
    scanner.good = scanner.good && hour < 24 && minute < 60;
    return minutes{sign * (hour * 60 + minute)};
}

}  // namespace

std::string rfc3339(model::Time time)
{
    auto const day = floor<days>(time);
    year_month_day const date{day};
    hh_mm_ss const clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::optional<model::Time> read_rfc3339(std::string_view text)
{
    Scanner scanner{text};
    auto const y = scanner.digits(4);
    scanner.need('-');
    auto const m = scanner.digits(2);
    scanner.need('-');
    auto const d = scanner.digits(2);
    year_month_day const date{year{y}, month{static_cast<unsigned>(m)},
                              day{static_cast<unsigned>(d)}};
    if (!scanner.good || !date.ok()) return std::nullopt;
    model::Time const midnight{sys_days{date}};
    if (scanner.rest.empty()) return midnight;

    if (!scanner.take('T') && !scanner.take('t')) scanner.need(' ');
    auto const hour = scanner.digits(2);
    scanner.need(':');
    auto const minute = scanner.digits(2);
    scanner.need(':');
    auto const second = scanner.digits(2);
    auto const fraction = scanner.take('.') ? read_fraction(scanner) : milliseconds{0};
    auto const offset = read_offset(scanner);
    bool const in_range = hour < 24 && minute < 60 && second <= 60;
    if (!scanner.good || !scanner.rest.empty() || !in_range) return std::nullopt;
    return midnight + hours{hour} + minutes{minute} + seconds{second} + fraction - offset;
}

}  // namespace gateway::admin
