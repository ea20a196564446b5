// gateway/sandbox/route.hpp: which provider a call is for. All share one port, so the path says it
// first, and the Host second: the gateway sends the real provider's.
#pragma once

#include "gateway/sandbox/exchange.hpp"
#include "gateway/sandbox/twilio.hpp"

#include <cstddef>
#include <string_view>

namespace gateway::sandbox {

struct Routed {
    std::string_view provider;  ///< "twilio", "sendgrid"; "unknown" for neither
    Reply reply;
};

/// Every provider's side of the conversation; owned by the serving thread.
class Providers {
public:
    Providers(std::size_t most_messages, std::size_t most_body_bytes)
        : twilio_{most_messages}, most_body_bytes_{most_body_bytes}
    {
    }

    Routed answer(Call const& call, Moment moment);
    /// 413 in the provider's shape: the body was not read.
    Routed too_large(Call const& head) const;

private:
    TwilioMessages twilio_;
    std::size_t most_body_bytes_;
};

}  // namespace gateway::sandbox
