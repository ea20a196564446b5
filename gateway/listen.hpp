// gateway/listen.hpp: listening sockets that several threads share, and the TLS they speak.
#pragma once

#include "gateway/settings/settings.hpp"
#include "gateway/worker.hpp"

#include <memory>
#include <string>

namespace gateway {

/// "127.0.0.1:8090"; the settings were checked when they were read.
Endpoint read_endpoint(std::string const& text);

/// Listens with SO_REUSEPORT, so that each thread has a queue of its own. Throws `std::runtime_error`.
Acceptor listen(asio::io_context& context, Endpoint const& endpoint);

/// The endpoint an acceptor really has.
Endpoint bound(Acceptor const& acceptor);

/// TLS 1.2 or later with session resumption; null where no files are named. Throws `std::runtime_error`.
std::shared_ptr<asio::ssl::context> make_server_tls(TlsFiles const& files);

}  // namespace gateway
