// gateway/sandbox/exchange.hpp: a call on the sandbox and what it says to it, as values.
#pragma once

#include <boost/json/object.hpp>

#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::sandbox {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Call {
    std::string method;
    std::string path;   ///< still percent-encoded
    std::string query;  ///< without "?"
    Fields headers;
    std::string body;

    /// The first field of that name (any case), or empty.
    std::string_view header(std::string_view name) const;
};

struct Reply {
    unsigned status = 200;
    Fields headers;
    std::string body;
    /// Whom the call would reach, as spelt; every place where an address stands, also where a key
    /// stands twice.
    std::vector<std::string> recipients;
    bool is_send = false;
};

/// A JSON answer.
Reply json_reply(unsigned status, boost::json::object const& body);

/// What a provider's answer needs from the world.
struct Moment {
    std::time_t now;
};

}  // namespace gateway::sandbox
