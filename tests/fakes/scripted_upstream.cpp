#include "tests/fakes/scripted_upstream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fcntl.h>
#include <stdexcept>
#include <utility>

namespace tests {
namespace {

int bound_socket()
{
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("no port");
    }
    return socket;
}

std::uint16_t port_of(int socket)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

}  // namespace

ScriptedUpstream::ScriptedUpstream(Script script, Greeting greeting, SSL_CTX* tls)
    : script_{std::move(script)},
      greeting_{std::move(greeting)},
      tls_{tls},
      listener_{bound_socket()},
      port_{port_of(listener_)}
{
    ::listen(listener_, 128);
    acceptor_ = std::thread{[this] { accept(); }};
}

ScriptedUpstream::~ScriptedUpstream()
{
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
        for (auto& link : links_)
            link.interrupt();
    }
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& conversation : conversations_)
        conversation.join();
    ::close(listener_);
}

void ScriptedUpstream::accept()
{
    for (;;) {
        int const socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        std::lock_guard const lock{mutex_};
        if (stopping_) {
            ::close(socket);
            return;
        }
        auto& link = links_.emplace_back(socket);
        conversations_.emplace_back([this, &link] {
            serve(link);
            link.interrupt();
            gone.add();
        });
        connections.add();
    }
}

void ScriptedUpstream::serve(Link& link)
{
    auto const [greeting, tls] = [this] {
        std::lock_guard const lock{mutex_};
        return std::pair{greeting_, tls_};
    }();
    if (greeting && !greeting(link)) return;
    if (tls != nullptr && !link.secure_as_server(tls)) return;
    Reading reading{link};
    for (;;) {
        auto request = reading.request();
        if (!request || !request->whole) return;
        Script script;
        {
            std::lock_guard const lock{mutex_};
            received_.push_back(*request);
            script = script_;
        }
        requests.add();
        if (!script(link, *request)) return;
    }
}

void ScriptedUpstream::now(Script script)
{
    std::lock_guard const lock{mutex_};
    script_ = std::move(script);
}

void ScriptedUpstream::greet(Greeting greeting)
{
    std::lock_guard const lock{mutex_};
    greeting_ = std::move(greeting);
}

void ScriptedUpstream::use_tls(SSL_CTX* tls)
{
    std::lock_guard const lock{mutex_};
    tls_ = tls;
}

std::vector<Message> ScriptedUpstream::received() const
{
    std::lock_guard const lock{mutex_};
    return received_;
}

ScriptedUpstream::Script says(std::string bytes)
{
    return [bytes = std::move(bytes)](Link& link, Message const&) { return link.send(bytes); };
}

ScriptedUpstream::Script says_and_closes(std::string bytes)
{
    return [bytes = std::move(bytes)](Link& link, Message const&) {
        link.send(bytes);
        return false;
    };
}

ScriptedUpstream::Script resets()
{
    return [](Link& link, Message const&) {
        link.reset();
        return false;
    };
}

ScriptedUpstream::Script closes()
{
    return says_and_closes("");
}

std::string answer_of(unsigned status, std::string const& body, std::string const& fields)
{
    return "HTTP/1.1 " + std::to_string(status) +
           " As Scripted\r\nContent-Type: application/json\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

DeafPort::DeafPort(Kind kind) : socket_{bound_socket()}, port_{port_of(socket_)}
{
    if (kind == Kind::refuses) return;
    ::listen(socket_, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 4; ++i) {  // a queue of none takes one or two
        fillers_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        ::connect(fillers_.back(), reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
}

DeafPort::~DeafPort()
{
    for (int const filler : fillers_)
        ::close(filler);
    ::close(socket_);
}

}  // namespace tests
