// tests/fakes/scripted_upstream.hpp: a provider that does as the test says, on real sockets and threads of its own.
// It keeps every request that arrived whole, so that a test can say: at most one.
#pragma once

#include "tests/fakes/gate.hpp"
#include "tests/fakes/link.hpp"
#include "tests/fakes/message.hpp"

#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tests {

class ScriptedUpstream {
public:
    /// What it does with a whole request. False: it closes the connection.
    using Script = std::function<bool(Link&, Message const&)>;
    /// What it does with a connection before a request was read. False: it closes it.
    using Greeting = std::function<bool(Link&)>;

    explicit ScriptedUpstream(Script script, Greeting greeting = {}, SSL_CTX* tls = nullptr);
    ~ScriptedUpstream();

    std::uint16_t port() const { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    void now(Script script);
    void greet(Greeting greeting);
    void use_tls(SSL_CTX* tls);

    std::vector<Message> received() const;
    std::size_t count() const { return requests.count(); }

    Tally connections;  ///< accepted
    Tally requests;     ///< arrived whole
    Tally gone;         ///< connections that ended

private:
    void accept();
    void serve(Link& link);

    mutable std::mutex mutex_;
    Script script_;
    Greeting greeting_;
    SSL_CTX* tls_;
    std::vector<Message> received_;
    std::list<Link> links_;
    std::list<std::thread> conversations_;
    bool stopping_ = false;
    int listener_;
    std::uint16_t port_;
    std::thread acceptor_;
};

/// A script that sends these bytes and goes on.
ScriptedUpstream::Script says(std::string bytes);
/// A script that sends these bytes and closes.
ScriptedUpstream::Script says_and_closes(std::string bytes);
ScriptedUpstream::Script resets();
ScriptedUpstream::Script closes();

/// An answer with a length.
std::string answer_of(unsigned status, std::string const& body, std::string const& fields = "");

/// A port where nobody listens, kept from everybody else while this lives.
class DeafPort {
public:
    /// `backlog`: it listens, but nobody accepts, and its queue is full.
    enum class Kind { refuses, ignores };
    explicit DeafPort(Kind kind);
    ~DeafPort();
    std::uint16_t port() const { return port_; }

private:
    int socket_;
    std::uint16_t port_;
    std::vector<int> fillers_;
};

}  // namespace tests
