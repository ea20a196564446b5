// gateway/net/public_address.hpp: whether an address is one of the public Internet's, so that a URL which a caller chose
// does not lead into the operator's own networks.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace gateway {

/// Of IPv4 all but the special-purpose ranges, of IPv6 global unicast without what embeds an IPv4 address (IANA's
/// registries of both, RFC 6890).
bool is_public(boost::asio::ip::address const& address);

}  // namespace gateway
