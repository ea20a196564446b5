// gateway/sandbox/sandbox.hpp: the built-in provider behind `upstream = "sandbox"`. An HTTP/1.1
// server on a loopback port of its own that the forward path reaches like any other provider. It
// answers as the real ones do, keeps what reached it, and reads each body with readers of its own
// (Boost.JSON, Boost.URL), so that it is a second opinion on what the dialects let through.
#pragma once

#include "gateway/sandbox/guard.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace gateway {

struct SandboxLimits {
    std::size_t messages = 10'000;               ///< kept; the oldest goes first
    std::size_t kept_bytes = 256 * 1024 * 1024;  ///< of all kept bodies together
    std::size_t body_bytes = 64 * 1024 * 1024;   ///< of one body, and of one unpacked
    std::size_t head_bytes = 32 * 1024;
    std::size_t connections = 4'096;
    std::chrono::milliseconds idle_timeout{90'000};      ///< between two calls
    std::chrono::milliseconds transfer_timeout{30'000};  ///< for one head, body or answer
    std::chrono::milliseconds drain_timeout{2'000};      ///< of `stop`
};

/// Serves from construction to `stop` on a thread of its own. `port` and `messages` may be called
/// from any thread.
class Sandbox {
public:
    /// Throws boost::system::system_error where no loopback port can be had.
    explicit Sandbox(SandboxLimits const& limits = {});
    ~Sandbox();
    Sandbox(Sandbox const&) = delete;
    Sandbox& operator=(Sandbox const&) = delete;

    /// Of http://127.0.0.1.
    std::uint16_t port() const;

    /// From the next call on who shows a wrong credential gets what the provider says to that. Null: nobody checks.
    void guard(sandbox::Guard guard);

    /// What reached it, newest first, at most `limit`:
    /// `{"items":[{"time","provider","method","path","status","recipients":[…],"headers":[["Name","value"],…],
    /// "body","body_encoding":"text"|"base64","body_bytes","body_sha256"},…],"next":null}`. The
    /// body is as it came over the wire (compressed, where it was); credentials are left out of the
    /// headers.
    std::string messages(std::size_t limit) const;

    /// Takes no more calls, lets the running ones end within `drain_timeout`, and returns. Again:
    /// nothing happens.
    void stop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace gateway
