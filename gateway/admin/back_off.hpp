// gateway/admin/back_off.hpp: makes a peer that presents wrong tokens wait before the next wrong one is looked at, longer
// each time.
#pragma once

#include "gateway/settings/settings.hpp"

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstddef>
#include <list>
#include <map>

namespace gateway::admin {

/// Used by one thread. An IPv6 peer counts as its /64, since it can choose the rest.
class BackOff {
public:
    using Instant = std::chrono::steady_clock::time_point;

    explicit BackOff(std::size_t peers = 4'096) : most_{peers} {}

    /// How long the peer must still wait; zero: it may be wrong again.
    std::chrono::milliseconds wait(boost::asio::ip::address const& peer, Instant now) const;
    void wrong(boost::asio::ip::address const& peer, AdminLimits const& limits, Instant now);
    /// Counting begins anew, unless it waits.
    void right(boost::asio::ip::address const& peer, Instant now);

    std::size_t size() const { return peers_.size(); }

private:
    struct Peer {
        unsigned wrong = 0;
        Instant until{};
        std::list<boost::asio::ip::address>::iterator place;
    };

    std::size_t most_;
    std::map<boost::asio::ip::address, Peer> peers_;
    std::list<boost::asio::ip::address>
        by_age_;  ///< the one that was wrong longest ago first; it is forgotten first
};

}  // namespace gateway::admin
