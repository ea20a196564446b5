// gateway/inbound/caller.hpp: a connection of a caller and the call that is on it.
#pragma once

#include "gateway/http/parser.hpp"
#include "gateway/net/wire.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gateway {

struct Application;

struct Caller : Wire {
    using Wire::Wire;

    http::Head head;  ///< of the call being served; its spans live in the block until the next call
    std::optional<http::RequestParser> parser;
    bool between_calls = false;  ///< waiting for the first byte of the next one
    bool body_unread = false;    ///< the body of the call was not read to its end
    std::string provider;        ///< bound to it by a port of its own; may be empty
    std::string request;         ///< what goes to the provider: kept here to be used again

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
