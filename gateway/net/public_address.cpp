#include "gateway/net/public_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gateway {
namespace {

namespace ip = boost::asio::ip;

/// The first bits of an address.
struct Range {
    std::uint32_t network;
    int bits;

    bool holds(std::uint32_t number) const
    {
        return number >> (32 - bits) == network >> (32 - bits);
    }
};

// RFC 1122 §3.2.1.3, 1918, 6598, 3927, 6890, 2544; multicast and what is reserved above it.
constexpr std::array special_v4{Range{0x00000000, 8},  Range{0x0a000000, 8},  Range{0x64400000, 10},
                                Range{0x7f000000, 8},  Range{0xa9fe0000, 16}, Range{0xac100000, 12},
                                Range{0xc0000000, 24}, Range{0xc0a80000, 16}, Range{0xc6120000, 15},
                                Range{0xe0000000, 3}};

constexpr Range global_unicast{0x20000000, 3};  // RFC 4291 §2.4
// Teredo (RFC 4380), documentation (RFC 3849), 6to4 (RFC 3056).
constexpr std::array special_v6{Range{0x20010000, 32}, Range{0x20010db8, 32},
                                Range{0x20020000, 16}};

bool is_in(auto const& ranges, std::uint32_t number)
{
    return std::ranges::any_of(ranges, [&](Range const& range) { return range.holds(number); });
}

std::uint32_t first_bits(ip::address_v6 const& address)
{
    auto const bytes = address.to_bytes();
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i)
        bits = bits << 8U | bytes[i];
    return bits;
}

}  // namespace

bool is_public(ip::address const& address)
{
    if (address.is_v4()) return !is_in(special_v4, address.to_v4().to_uint());
    auto const v6 = address.to_v6();
    if (v6.is_v4_mapped()) return is_public(ip::make_address_v4(ip::v4_mapped, v6));
    auto const bits = first_bits(v6);
    return global_unicast.holds(bits) && !is_in(special_v6, bits);
}

}  // namespace gateway
