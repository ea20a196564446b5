#include "gateway/upstream/pool.hpp"

#include <algorithm>

namespace gateway {
namespace {

constexpr std::chrono::seconds resolution_kept{30};

/// Where an SSL_CTX has its pool's session. Not its application data, which Asio takes for a callback of its own.
int session_slot()
{
    static int const slot = ::SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}

/// Keeps the last session of each SSL_CTX's pool.
int keep_session(SSL* ssl, SSL_SESSION* session)
{
    auto** const kept =
        static_cast<SSL_SESSION**>(::SSL_CTX_get_ex_data(::SSL_get_SSL_CTX(ssl), session_slot()));
    if (*kept != nullptr) ::SSL_SESSION_free(*kept);
    // A copy: the session itself is spoilt when its connection ends without a good-bye.
    *kept = ::SSL_SESSION_dup(session);
    return 0;
}

}  // namespace

/// A call that waits for a place: in the queue until it gets one, which cancels its timer, or goes.
struct Pool::Waiter {
    explicit Waiter(Pool& owner) : pool{owner}, timer{owner.context_, owner.limits_.waiting_timeout}
    {
        pool.queue_.push_back(this);
    }
    ~Waiter()
    {
        if (!admitted) std::erase(pool.queue_, this);
    }
    Waiter(Waiter const&) = delete;
    Waiter& operator=(Waiter const&) = delete;

    Pool& pool;
    Timer timer;
    bool admitted = false;
};

void Upstream::rest()
{
    used_before = resting_ = true;
    idle();
    reading().stand();
}

bool Upstream::wake()
{
    resting_ = answered_early_ = false;
    busy();
    if (timed_out() || !reading().stands() || stream.holds_more()) return false;
    // What has come since the reactor last looked is not known to it: of little weight between two calls that follow
    // each other, but a connection that has rested for long may just be ending.
    return idle_since() == clock().now || !stream.is_stale();
}

void Upstream::disturbed()
{
    if (resting_)
        stream.close();
    else
        answered_early_ = true;  // the next read is for it
}

void Upstream::ticked(Steady::time_point now)
{
    constexpr std::chrono::seconds patience{1};
    Wire::ticked(now);
    if (answered_early_ && now - writes_since() >= patience) Wire::interrupt();
}

Pool::Pool(asio::io_context& context, WaitingList& waiting, CoarseClock const& clock,
           LookUps& names, Target target, std::string authority, std::string ca_file,
           UpstreamLimits const& limits)
    : context_{context},
      waiting_list_{waiting},
      clock_{clock},
      names_{names},
      target_{std::move(target)},
      authority_{std::move(authority)},
      ca_file_{std::move(ca_file)},
      limits_{limits}
{
    if (!target_.tls) return;
    tls_ = make_client_tls(ca_file_);
    ::SSL_CTX_set_ex_data(tls_->native_handle(), session_slot(), &session_);
    ::SSL_CTX_sess_set_new_cb(tls_->native_handle(), keep_session);
}

Pool::~Pool()
{
    idle_.clear();
    if (session_ != nullptr) ::SSL_SESSION_free(session_);
}

bool Pool::try_enter()
{
    if (in_flight_ >= limits_.in_flight) return false;
    ++in_flight_;
    return true;
}

Task<bool> Pool::enter()
{
    if (try_enter()) co_return true;
    if (queue_.size() >= limits_.waiting) co_return false;
    Waiter waiter{*this};
    Error ec;
    co_await waiter.timer.async_wait(into(ec));
    co_return waiter.admitted;
}

void Pool::leave()
{
    if (queue_.empty()) {
        --in_flight_;
        return;
    }
    auto* const next = queue_.front();  // takes over this place
    queue_.pop_front();
    next->admitted = true;
    next->timer.cancel();
}

std::unique_ptr<Upstream> Pool::take_idle()
{
    while (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->wake()) return connection;
    }
    return nullptr;
}

Task<> Pool::resolve(Error& ec)
{
    if (clock_.now < resolved_until_) co_return;
    auto const found = co_await names_.find(context_, target_.host, limits_.connect_timeout, ec);
    if (ec) co_return;
    endpoints_.clear();
    for (auto const& address : found)
        endpoints_.emplace_back(address, target_.port);
    resolved_until_ = clock_.now + resolution_kept;
}

Task<> Pool::secure(Upstream& connection, Error& ec)
{
    connection.stream.use_tls(*tls_, TlsEngine::Side::client);
    auto* const ssl = connection.stream.tls_handle();
    asio::ip::make_address(target_.host, ec);
    if (ec)
        ::SSL_set_tlsext_host_name(ssl,
                                   target_.host.c_str());  // SNI takes names only (RFC 6066 §3)
    ec = {};
    connection.stream.verify_host(target_.host);
    if (session_ != nullptr) ::SSL_set_session(ssl, session_);
    co_await connection.stream.handshake(ec);
}

Task<Reached> Pool::connect(std::unique_ptr<Upstream>& connection)
{
    Error ec;
    auto const give_up = clock_.now + limits_.connect_timeout;  // the look-up is part of it
    co_await resolve(ec);
    if (ec == asio::error::timed_out) co_return Reached::timed_out;
    if (ec) co_return Reached::refused;
    auto const endpoints = endpoints_;  // another call may resolve anew meanwhile
    for (auto const& endpoint : endpoints) {
        Socket socket{context_};
        socket.open(endpoint.protocol(), ec);
        if (ec) break;  // no descriptors left
        connection = std::make_unique<Upstream>(std::move(socket), clock_, limits_.head_bytes);
        waiting_list_.push_back(*connection);
        connection->wait_until(give_up);
        co_await connection->stream.socket().async_connect(endpoint, into(ec));
        if (!ec) connection->stream.configure();
        if (!ec && target_.tls) co_await secure(*connection, ec);
        connection->wait_forever();
        if (!ec) co_return Reached::yes;
        if (connection->timed_out()) break;
    }
    resolved_until_ = {};
    auto const late = connection && connection->timed_out();
    connection.reset();
    co_return late ? Reached::timed_out : Reached::refused;
}

void Pool::give_back(std::unique_ptr<Upstream> connection)
{
    drop_overdue();
    if (idle_.size() >= limits_.idle) return;
    connection->allow(limits_.idle_timeout);
    connection->rest();
    idle_.push_back(std::move(connection));
}

/// The tick has closed them; the oldest are in front.
void Pool::drop_overdue()
{
    auto const alive = std::find_if(idle_.begin(), idle_.end(),
                                    [](auto const& idle) { return !idle->timed_out(); });
    idle_.erase(idle_.begin(), alive);
}

}  // namespace gateway
