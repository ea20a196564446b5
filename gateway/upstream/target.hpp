// gateway/upstream/target.hpp: where a provider is, and how far we trust it.
#pragma once

#include "store/model/result.hpp"

#include <boost/asio/ssl/context.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gateway {

/// "https://api.twilio.com", "http://127.0.0.1:9000". No path: the caller's own is used.
struct Target {
    bool tls = true;
    std::string host;  ///< a name or an IP address, without brackets
    std::uint16_t port = 443;
    std::string
        authority;  ///< what the Host field says: the port only where it is not the scheme's own

    bool operator==(Target const&) const = default;
};

model::Result<Target> read_target(std::string_view url);

/// Verifies the chain against the system's certificates and `ca_file` (PEM; may be empty), TLS 1.2 or later.
/// Throws `boost::system::system_error` where the file can't be read.
std::shared_ptr<boost::asio::ssl::context> make_client_tls(std::string const& ca_file);

}  // namespace gateway
