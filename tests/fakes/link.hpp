// tests/fakes/link.hpp: one end of a TCP connection, plain or TLS, blocking and in our own hands: what is sent is
// exactly what the test says, and the end can be a good-bye or a reset. No wait is longer than ten seconds.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tests {

class Link {
public:
    enum class End { none, closed, reset, silence };

    explicit Link(int socket);
    ~Link();
    Link(Link const&) = delete;
    Link& operator=(Link const&) = delete;

    static std::unique_ptr<Link> to(std::uint16_t port);

    /// TLS from now on; false: the handshake failed. `name`: of the server, which must prove it.
    bool secure_as_server(SSL_CTX* context);
    bool secure_as_client(SSL_CTX* context, std::string const& name,
                          SSL_SESSION* earlier = nullptr);
    SSL* tls() { return tls_.get(); }

    /// False: the peer takes no more.
    bool send(std::string_view bytes);
    /// What comes next; empty: `end` says why.
    std::string receive();
    End end() const { return end_; }
    /// Whether anything comes within that time: bytes, or the end.
    bool can_be_read(std::chrono::milliseconds patience) const;
    /// Whether the peer ends the connection before it says another byte.
    bool is_ended_by_peer() { return receive().empty() && end_ != End::silence; }

    void finish_sending();
    /// Small receive buffer and window: who writes to us soon has to wait.
    void hold_little();
    /// What is sent waits until `uncork`, and then leaves in as few segments as it fits in.
    void cork(bool on);
    void reset();
    /// From any thread: pending calls return.
    void interrupt();

private:
    struct Freed {
        void operator()(SSL* tls) const { SSL_free(tls); }
    };

    int socket_;
    std::unique_ptr<SSL, Freed> tls_;
    End end_ = End::none;
};

}  // namespace tests
