// gateway/sandbox/mailbox.hpp: what reached the sandbox, the newest few thousand. Safe from any
// thread.
#pragma once

#include "gateway/sandbox/exchange.hpp"

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace gateway::sandbox {

/// One call that reached us, and the status it got.
struct Received {
    std::string time;  ///< RFC 3339, UTC, milliseconds
    std::string provider;
    Call call;
    unsigned status = 0;
    std::vector<std::string> recipients;
};

class Mailbox {
public:
    Mailbox(std::size_t most_messages, std::size_t most_bytes)
        : most_messages_{most_messages}, most_bytes_{most_bytes}
    {
    }

    void keep(Received received);
    /// The shape of `Sandbox::messages`.
    std::string listed(std::size_t limit) const;

private:
    std::size_t const most_messages_;
    std::size_t const most_bytes_;
    std::mutex mutable mutex_;
    std::deque<Received> received_;
    std::size_t bytes_ = 0;
};

}  // namespace gateway::sandbox
