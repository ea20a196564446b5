#include "gateway/settings/units.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include <array>
#include <charconv>
#include <limits>
#include <span>
#include <utility>

namespace gateway::settings {

namespace {

using Unit = std::pair<std::string_view, std::int64_t>;

constexpr std::array<Unit, 5> durations{
    {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
constexpr std::array<Unit, 7> sizes{{{"B", 1},
                                     {"kB", 1'000},
                                     {"KiB", 1'024},
                                     {"MB", 1'000'000},
                                     {"MiB", 1'048'576},
                                     {"GB", 1'000'000'000},
                                     {"GiB", 1'073'741'824}}};

/// A whole number at the front of `text`, which loses it.
std::optional<std::int64_t> take_number(std::string_view& text)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

std::optional<std::int64_t> read_quantity(std::string_view text, std::span<Unit const> units)
{
    auto const number = take_number(text);
    if (!number) return std::nullopt;
    for (auto const& [name, factor] : units) {
        if (text != name) continue;
        if (*number > std::numeric_limits<std::int64_t>::max() / factor) return std::nullopt;
        return *number * factor;
    }
    return std::nullopt;
}

std::string spelt_in(std::int64_t quantity, std::span<Unit const> units)
{
    Unit best = units.front();
    for (Unit const& unit : units) {
        if (quantity != 0 && quantity % unit.second == 0 && unit.second > best.second) best = unit;
    }
    return std::to_string(quantity / best.second) + std::string{best.first};
}

}  // namespace

std::optional<std::chrono::milliseconds> read_duration(std::string_view text)
{
    auto const quantity = read_quantity(text, durations);
    if (!quantity) return std::nullopt;
    return std::chrono::milliseconds{*quantity};
}

std::optional<std::int64_t> read_size(std::string_view text)
{
    return read_quantity(text, sizes);
}

std::string spelt(std::chrono::milliseconds duration)
{
    return spelt_in(duration.count(), durations);
}

std::string spelt_size(std::int64_t bytes)
{
    return spelt_in(bytes, sizes);
}

std::optional<Endpoint> read_endpoint(std::string_view text)
{
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto host = text.substr(0, colon);
    auto port_text = text.substr(colon + 1);
    auto const port = take_number(port_text);
    if (!port || !port_text.empty() || *port > 65'535) return std::nullopt;

    bool const bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    bool const readable = bracketed ? boost::urls::parse_ipv6_address(host).has_value()
                                    : boost::urls::parse_ipv4_address(host).has_value();
    if (!readable) return std::nullopt;
    return Endpoint{std::string{host}, static_cast<std::uint16_t>(*port)};
}

bool is_loopback(Endpoint const& endpoint)
{
    if (auto const v4 = boost::urls::parse_ipv4_address(endpoint.host)) return v4->is_loopback();
    auto const v6 = boost::urls::parse_ipv6_address(endpoint.host);
    return v6 && v6->is_loopback();
}

}  // namespace gateway::settings
