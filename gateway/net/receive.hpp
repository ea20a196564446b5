// gateway/net/receive.hpp: one non-blocking read that also says whether anything is left behind it.
#pragma once

#include "gateway/net/types.hpp"

#include <boost/asio/buffer.hpp>

#include <cstddef>

namespace gateway {

/// What one read of a socket came to. No bytes and no error: nothing has come yet.
struct Received {
    std::size_t bytes = 0;
    Error ec;  ///< `eof` where the peer closed
    bool drained =
        false;  ///< nothing is left, not even the peer's end: whatever comes next is a new event
};

/// Makes the kernel say with each read what is left (TCP_INQ, Linux 4.18; without it nothing is ever `drained`).
void tell_what_is_left(int socket);

Received receive(int socket, asio::mutable_buffer into);

/// Whether something has come: bytes, the peer's end, or an error. Takes nothing.
bool has_come(int socket);

}  // namespace gateway
