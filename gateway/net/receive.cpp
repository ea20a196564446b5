#include "gateway/net/receive.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace gateway {
namespace {

bool would_block(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

/// What the kernel says is left. A FIN that waits counts as one byte (tcp_inq_hint), so 0 means nothing at all.
bool nothing_is_left(msghdr& message)
{
    auto* const said = CMSG_FIRSTHDR(&message);
    if (said == nullptr || said->cmsg_level != SOL_TCP || said->cmsg_type != TCP_CM_INQ)
        return false;
    int left = 0;
    std::memcpy(&left, CMSG_DATA(said), sizeof left);
    return left == 0;
}

}  // namespace

void tell_what_is_left(int socket)
{
    int const yes = 1;
    ::setsockopt(socket, SOL_TCP, TCP_INQ, &yes, sizeof yes);
}

Received receive(int socket, asio::mutable_buffer into)
{
    iovec piece{into.data(), into.size()};
    alignas(cmsghdr) char room[CMSG_SPACE(sizeof(int))];
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = room;
    message.msg_controllen = sizeof room;
    ssize_t got = 0;
    do {
        got = ::recvmsg(socket, &message, MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got > 0) return {static_cast<std::size_t>(got), {}, nothing_is_left(message)};
    if (got == 0) return {0, asio::error::eof, false};
    if (would_block(errno)) return {};
    return {0, Error{errno, asio::error::get_system_category()}, false};
}

bool has_come(int socket)
{
    char byte;
    auto const seen = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return seen >= 0 || !would_block(errno);
}

}  // namespace gateway
