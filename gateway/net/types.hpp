// gateway/net/types.hpp: Asio's types with one concrete executor, so that nothing on the forward path is type-erased
// (Asio: "any_io_executor" costs an allocation or an indirect call an operation).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace gateway {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Steady = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Steady, asio::wait_traits<Steady>, Executor>;

template <class T = void>
using Task = asio::awaitable<T, Executor>;

/// Completion token: suspends until done and leaves the error in `ec`.
inline auto into(Error& ec)
{
    return asio::redirect_error(asio::use_awaitable_t<Executor>{}, ec);
}

}  // namespace gateway
