#include "tests/fakes/link.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace tests {
namespace {

constexpr timeval patience{10, 0};

template <class Value>
void set(int socket, int level, int name, Value const& value)
{
    ::setsockopt(socket, level, name, &value, sizeof value);
}

}  // namespace

Link::Link(int socket) : socket_{socket}
{
    set(socket_, SOL_SOCKET, SO_RCVTIMEO, patience);
    set(socket_, SOL_SOCKET, SO_SNDTIMEO, patience);
    set(socket_, IPPROTO_TCP, TCP_NODELAY, 1);
}

Link::~Link()
{
    // Without a word of its end OpenSSL would not take the session up again.
    if (tls_) SSL_set_shutdown(tls_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    tls_.reset();
    ::close(socket_);
}

std::unique_ptr<Link> Link::to(std::uint16_t port)
{
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) throw std::runtime_error("no socket");
    auto link = std::make_unique<Link>(socket);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("nobody listens on port " + std::to_string(port));
    }
    return link;
}

bool Link::secure_as_server(SSL_CTX* context)
{
    tls_.reset(SSL_new(context));
    SSL_set_fd(tls_.get(), socket_);
    return SSL_accept(tls_.get()) == 1;
}

bool Link::secure_as_client(SSL_CTX* context, std::string const& name, SSL_SESSION* earlier)
{
    tls_.reset(SSL_new(context));
    SSL_set_fd(tls_.get(), socket_);
    SSL_set_tlsext_host_name(tls_.get(), name.c_str());
    SSL_set1_host(tls_.get(), name.c_str());
    SSL_set_verify(tls_.get(), SSL_VERIFY_PEER, nullptr);
    if (earlier != nullptr) SSL_set_session(tls_.get(), earlier);
    return SSL_connect(tls_.get()) == 1;
}

bool Link::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const size = static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 20));
        auto const sent =
            tls_ ? SSL_write(tls_.get(), bytes.data(), size)
                 : static_cast<int>(
                       ::send(socket_, bytes.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL));
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Link::can_be_read(std::chrono::milliseconds patience) const
{
    pollfd asked{socket_, POLLIN, 0};
    return ::poll(&asked, 1, static_cast<int>(patience.count())) > 0;
}

std::string Link::receive()
{
    std::array<char, 64 * 1024> buffer;
    errno = 0;
    auto const read = tls_ ? SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()))
                           : static_cast<int>(::recv(socket_, buffer.data(), buffer.size(), 0));
    if (read > 0) return {buffer.data(), static_cast<std::size_t>(read)};
    if (read < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        end_ = End::silence;
    } else {
        end_ = read < 0 && errno == ECONNRESET ? End::reset : End::closed;
    }
    return {};
}

void Link::finish_sending()
{
    if (tls_) SSL_shutdown(tls_.get());
    ::shutdown(socket_, SHUT_WR);
}

void Link::hold_little()
{
    set(socket_, SOL_SOCKET, SO_RCVBUF, 4096);
}

void Link::cork(bool on)
{
    set(socket_, IPPROTO_TCP, TCP_CORK, on ? 1 : 0);
}

void Link::reset()
{
    set(socket_, SOL_SOCKET, SO_LINGER, linger{1, 0});
    auto const replaced = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::dup2(replaced, socket_);  // closes the connection, and keeps the number ours
    ::close(replaced);
}

void Link::interrupt()
{
    ::shutdown(socket_, SHUT_RDWR);
}

}  // namespace tests
