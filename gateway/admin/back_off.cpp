#include "gateway/admin/back_off.hpp"

#include <algorithm>

namespace gateway::admin {
namespace {
namespace ip = boost::asio::ip;

ip::address network_of(ip::address const& peer)
{
    if (!peer.is_v6()) return peer;
    auto const v6 = peer.to_v6();
    if (v6.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, v6);
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6{bytes};
}

/// First `back_off`, doubling with each further wrong token, up to the longest.
std::chrono::milliseconds pause(unsigned over, AdminLimits const& limits)
{
    auto pause = limits.back_off;
    for (unsigned i = 0; i < over && pause < limits.longest_back_off; ++i)
        pause *= 2;
    return std::min(pause, limits.longest_back_off);
}

}  // namespace

std::chrono::milliseconds BackOff::wait(ip::address const& peer, Instant now) const
{
    auto const found = peers_.find(network_of(peer));
    if (found == peers_.end() || found->second.until <= now) return {};
    return std::chrono::ceil<std::chrono::milliseconds>(found->second.until - now);
}

void BackOff::wrong(ip::address const& peer, AdminLimits const& limits, Instant now)
{
    auto const network = network_of(peer);
    auto const [entry, fresh] = peers_.try_emplace(network);
    if (!fresh) by_age_.erase(entry->second.place);
    entry->second.place = by_age_.insert(by_age_.end(), network);
    auto const count = ++entry->second.wrong;
    if (count >= limits.wrong_tokens) {
        entry->second.until = now + pause(count - limits.wrong_tokens, limits);
    }
    if (peers_.size() > most_) {
        peers_.erase(by_age_.front());
        by_age_.pop_front();
    }
}

void BackOff::right(ip::address const& peer, Instant now)
{
    auto const found = peers_.find(network_of(peer));
    if (found == peers_.end() || found->second.until > now) return;
    by_age_.erase(found->second.place);
    peers_.erase(found);
}

}  // namespace gateway::admin
