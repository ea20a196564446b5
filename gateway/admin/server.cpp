#include "gateway/admin/server.hpp"

#include "gateway/admin/conversation.hpp"

#include <spdlog/spdlog.h>
#include <list>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace gateway::admin {
namespace {
namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr std::size_t most_connections = 256;
constexpr std::chrono::milliseconds breath{
    100};  // after a failed accept: no descriptors, most likely
constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

std::shared_ptr<ssl::context> tls_of(TlsFiles const& files)
{
    if (files.certificate.empty()) return nullptr;
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
    Error error;
    context->use_certificate_chain_file(files.certificate, error);
    if (error) throw std::runtime_error(files.certificate + ": " + error.message());
    context->use_private_key_file(files.key, ssl::context::pem, error);
    if (error) throw std::runtime_error(files.key + ": " + error.message());
    return context;
}

tcp::acceptor listening(asio::io_context& io, Endpoint const& endpoint)
{
    try {
        tcp::resolver resolver{io};
        auto const found =
            resolver.resolve(endpoint.host, std::to_string(endpoint.port),
                             tcp::resolver::passive | tcp::resolver::numeric_service);
        return {io, found.begin()->endpoint(), true};
    } catch (boost::system::system_error const& failure) {
        throw std::runtime_error("can't listen on " + endpoint.host + ":" +
                                 std::to_string(endpoint.port) + ": " + failure.code().message());
    }
}

/// A connection as the server sees it, to close it when all must end.
struct Guest {
    tcp::socket* socket;
    bool busy = true;
};

/// Takes a guest off the list at the end; after the last one nothing is left to wait for.
struct Leaving {
    std::list<Guest>& guests;
    std::list<Guest>::iterator guest;
    asio::steady_timer& last_call;

    ~Leaving()
    {
        guests.erase(guest);
        if (guests.empty()) last_call.cancel();
    }
};

}  // namespace

struct Server::State {
    explicit State(Parts parts)
        : desk{std::move(parts)},
          house{desk, desk.parts.settings},
          tls{tls_of(house.settings->listen.admin_tls)},
          acceptor{listening(io, house.settings->listen.admin)},
          last_call{io}
    {
    }

    asio::awaitable<void> accept();
    /// `context` is null on a plain listener.
    asio::awaitable<void> receive(tcp::socket socket, std::shared_ptr<ssl::context> context);
    void welcome(tcp::socket socket);
    void close(bool also_busy);
    void begin_stop(std::optional<std::chrono::steady_clock::time_point> until);

    asio::io_context io{1};
    Desk desk;
    House house;
    std::shared_ptr<ssl::context> tls;
    tcp::acceptor acceptor;
    asio::steady_timer last_call;
    std::list<Guest> guests;
    std::thread thread;
};

asio::awaitable<void> Server::State::receive(tcp::socket socket,
                                             std::shared_ptr<ssl::context> context)
{
    Error gone;
    auto const peer = socket.remote_endpoint(gone).address();
    Line line{std::move(socket), context.get()};
    auto const guest = guests.insert(guests.end(), {&line.socket()});
    Leaving const leaving{guests, guest, last_call};
    line.within(house.settings->limits.head_timeout);
    auto const refused = co_await line.handshake();
    if (!refused && !gone) co_await converse(line, house, peer, guest->busy);
}

void Server::State::welcome(tcp::socket socket)
{
    if (guests.size() >= most_connections) return;  // closes it: over the limit nobody is heard
    Error ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    // One of the three places that catch: a connection never takes the server with it.
    auto ended = [](std::exception_ptr failure) {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (std::exception const& error) {
            spdlog::error("admin: a connection failed: {}", error.what());
        }
    };
    asio::co_spawn(io, receive(std::move(socket), tls), ended);
}

asio::awaitable<void> Server::State::accept()
{
    asio::steady_timer pause{io};
    while (!house.stopping) {
        auto [error, socket] = co_await acceptor.async_accept(with_error);
        if (house.stopping) co_return;
        if (!error) {
            welcome(std::move(socket));
            continue;
        }
        spdlog::warn("admin: a caller can't be accepted: {}", error.message());
        pause.expires_after(breath);
        co_await pause.async_wait(with_error);
    }
}

void Server::State::close(bool also_busy)
{
    Error ignored;
    for (auto const& guest : guests) {
        if (also_busy || !guest.busy) guest.socket->close(ignored);
    }
}

void Server::State::begin_stop(std::optional<std::chrono::steady_clock::time_point> until)
{
    if (house.stopping) return;
    house.stopping = true;
    Error ignored;
    acceptor.close(ignored);
    close(false);
    if (guests.empty()) return;
    auto const patience = house.settings->limits.drain_timeout;
    last_call.expires_at(until.value_or(std::chrono::steady_clock::now() + patience));
    last_call.async_wait([this](Error error) {
        if (!error) close(true);
    });
}

Server::Server(Parts parts) : state_{std::make_unique<State>(std::move(parts))}
{
    asio::co_spawn(state_->io, state_->accept(), asio::detached);
    state_->thread = std::thread{[state = state_.get()] { state->io.run(); }};
}

Server::~Server()
{
    stop();
}

Endpoint Server::bound() const
{
    auto const local = state_->acceptor.local_endpoint();
    return {local.address().to_string(), local.port()};
}

void Server::use(std::shared_ptr<Settings const> settings)
{
    auto tls = tls_of(settings->listen.admin_tls);
    asio::post(state_->io, [state = state_.get(), settings = std::move(settings),
                            tls = std::move(tls)]() mutable {
        state->house.settings = std::move(settings);
        state->tls = std::move(tls);
    });
}

void Server::stop(std::optional<std::chrono::steady_clock::time_point> until)
{
    if (!state_->thread.joinable()) return;
    asio::post(state_->io, [state = state_.get(), until] { state->begin_stop(until); });
    state_->thread.join();
}

}  // namespace gateway::admin
