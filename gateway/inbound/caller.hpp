// gateway/inbound/caller.hpp: a connection of a caller and the call that is on it.
#pragma once

#include "gateway/http/repeat.hpp"
#include "gateway/net/wire.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gateway {

struct Application;
struct Route;
class Site;

/// Where the last head went: by the same configuration the same head goes there again.
struct LastRoute {
    std::uint64_t head_number = 0;
    std::shared_ptr<Site const> site;
    Route const* route = nullptr;
    std::size_t target_at = 0;  ///< behind the provider's prefix
    std::size_t request_head =
        0;  ///< bytes at the front of `Caller::request` that follow from the head; 0: none
};

struct Caller : Wire {
    using Wire::Wire;

    http::Head head;  ///< of the call being served; its spans live in the block until the next call
    std::optional<http::RequestParser> parser;  ///< reads chunked bodies on; others don't need it
    http::Repeat last_head{http::Repeat::Values::same};
    std::uint64_t head_number = 0;  ///< another for each head that is not the last one again
    bool between_calls = false;     ///< waiting for the first byte of the next one
    bool body_unread = false;       ///< the body of the call was not read to its end
    std::string provider;           ///< bound to it by a port of its own; may be empty
    std::string request;            ///< what goes to the provider: kept here to be used again
    LastRoute last_route;

    /// Waits for another call, and not a byte of it has come.
    bool is_idle()
    {
        Error ec;
        return between_calls && (stream.socket().available(ec) == 0 || ec);
    }
    /// Ends the wait for another call.
    void hang_up() { interrupt(); }

    /// Applications are found by a digest of their credential; a connection rarely changes its own.
    std::string last_authorization;
    Application const* last_application = nullptr;
    std::shared_ptr<void const> last_site;  ///< the configuration `last_application` is of
};

}  // namespace gateway
