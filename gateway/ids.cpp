#include "gateway/ids.hpp"

namespace gateway {
namespace {

constexpr std::uint32_t counter_mask = 0xfff;

/// SplitMix64: a full-period sequence whose outputs pass for random; ids need to be unique, not secret.
std::uint64_t mixed(std::uint64_t& state)
{
    auto z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/// The digits of all bytes, two each: half the steps of one digit at a time.
constexpr auto hex_pairs = [] {
    std::array<std::array<char, 2>, 256> pairs{};
    for (std::size_t byte = 0; byte < pairs.size(); ++byte)
        pairs[byte] = {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 0xf]};
    return pairs;
}();

/// `digits` is even.
char* put_hex(char* at, std::uint64_t value, int digits)
{
    for (int shift = digits * 4 - 8; shift >= 0; shift -= 8, at += 2) {
        auto const& pair = hex_pairs[(value >> shift) & 0xff];
        at[0] = pair[0];
        at[1] = pair[1];
    }
    return at;
}

}  // namespace

Ids::Text Ids::next(std::uint64_t unix_milliseconds)
{
    if (unix_milliseconds > last_milliseconds_) {
        last_milliseconds_ = unix_milliseconds;
        counter_ = 0;
    } else if ((++counter_ & counter_mask) == 0) {
        ++last_milliseconds_;  // more than the counter holds in one millisecond: borrow from the next
    }
    auto const random = mixed(random_);
    Text id;
    auto* at = put_hex(id.data(), last_milliseconds_ >> 16, 8);
    *at++ = '-';
    at = put_hex(at, last_milliseconds_ & 0xffff, 4);
    *at++ = '-';
    at = put_hex(at, 0x7000 | (counter_ & counter_mask), 4);
    *at++ = '-';
    at = put_hex(at, 0x8000 | (random >> 50), 4);
    *at++ = '-';
    put_hex(at, random & 0xffffffffffff, 12);
    return id;
}

}  // namespace gateway
