// gateway/inbound/serve.hpp: callers' connections: accepted, served call by call, closed.
#pragma once

#include "gateway/inbound/caller.hpp"
#include "gateway/worker.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace gateway {

/// Accepts until the acceptor is closed. With no descriptors left it waits a moment and goes on.
Task<> accept_callers(Listener& listener, Worker& worker);

/// Accepts those who are connected by now, at once.
void accept_waiting(Listener& listener, Worker& worker);

/// Serves one caller until they leave, stall past their deadline, or ask to close.
Task<> serve(std::unique_ptr<Caller> caller, Worker& worker,
             std::shared_ptr<boost::asio::ssl::context> tls);

}  // namespace gateway
