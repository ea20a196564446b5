// gateway/net/acked.hpp: how much of what we sent a peer's kernel has taken.
// Apart from stream.cpp because <linux/tcp.h> and Asio's <netinet/tcp.h> define the same names.
#pragma once

#include <cstdint>
#include <optional>

namespace gateway {

/// TCP bytes acknowledged on this connection in all (tcpi_bytes_acked, which counts the SYN as one).
std::optional<std::uint64_t> bytes_acked(int socket);

}  // namespace gateway
