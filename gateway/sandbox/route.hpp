// gateway/sandbox/route.hpp: which provider a call is for. All share one port, so a path that can only be one
// provider's says it first, and the Host second: the gateway sends the real provider's. To add a provider: its file, and
// its line in route.cpp.
#pragma once

#include "gateway/sandbox/exchange.hpp"
#include "gateway/sandbox/guard.hpp"
#include "gateway/sandbox/twilio.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

namespace gateway::sandbox {

struct Routed {
    std::string_view provider;  ///< a dialect's name; "unknown" for none
    Reply reply;
};

/// What the providers remember, and how much they unpack.
struct Memory {
    TwilioMessages twilio;
    std::size_t most_body_bytes;
};

/// One provider's side of the conversation.
struct Counterpart {
    std::string_view name;  ///< the dialect's
    std::string_view path;  ///< what its unmistakable paths begin with; empty: it has none
    std::string_view host;  ///< what its host names end with
    Reply (*answer)(Call const& call, Memory& memory, Moment moment);
    Reply (*too_large)();            ///< 413 in its shape: the body was not read
    std::string_view host_begins{};  ///< with "sns.": where one company has several
};

/// Every provider's side; owned by the serving thread.
class Providers {
public:
    Providers(std::size_t most_messages, std::size_t most_body_bytes)
        : memory_{TwilioMessages{most_messages}, most_body_bytes}
    {
    }

    Routed answer(Call const& call, Moment moment);
    Routed too_large(Call const& head) const;
    void guard(Guard guard) { guard_ = std::move(guard); }

private:
    Memory memory_;
    Guard guard_;
};

}  // namespace gateway::sandbox
