// gateway/upstream/pool.hpp: one thread's connections to one provider: idle ones to use again, a limit on calls in
// flight, and a short queue before it. Nothing here is shared between threads.
#pragma once

#include "gateway/http/repeat.hpp"
#include "gateway/net/look_up.hpp"
#include "gateway/net/wire.hpp"
#include "gateway/settings/settings.hpp"
#include "gateway/upstream/target.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace gateway {

/// A connection to a provider.
struct Upstream : Wire {
    using Wire::Wire;
    http::Head head;  ///< of the answer being read
    http::Repeat last_head{http::Repeat::Values::free};
    std::optional<http::AnswerParser> parser;  ///< none where the head was the last one again
    bool used_before = false;                  ///< at least one answer came over it

    /// Kept for the next call: whatever comes over it is an answer nobody asked for, or its end, and closes it.
    void rest();
    /// Takes it up again for a call. False: it can't be used any more.
    bool wake();
    /// Before a long body: an answer that comes meanwhile ends a write that stands still, for who has answered may have
    /// stopped reading.
    void look_out() { reading().stand(); }

protected:
    void interrupt() override { stream.close(); }  // a resting one would be told nothing else
    void disturbed() override;
    void ticked(Steady::time_point now) override;

private:
    bool resting_ = false;
    bool answered_early_ = false;
};

/// What became of asking for a connection.
enum class Reached { yes, overloaded, refused, timed_out };

class Pool {
public:
    /// `limits` are this thread's share. `authority` is what the Host field says.
    Pool(asio::io_context& context, WaitingList& waiting, CoarseClock const& clock, LookUps& names,
         Target target, std::string authority, std::string ca_file, UpstreamLimits const& limits);
    ~Pool();

    Target const& target() const { return target_; }
    std::string const& authority() const { return authority_; }
    std::string const& ca_file() const { return ca_file_; }
    UpstreamLimits const& limits() const { return limits_; }
    void use(UpstreamLimits const& limits) { limits_ = limits; }

    /// A place among the calls in flight, at once where one is free. `leave` gives it back.
    bool try_enter();
    Task<bool> enter();
    void leave();

    /// An idle connection that is still good; null where there is none.
    std::unique_ptr<Upstream> take_idle();
    /// A new connection, TLS verified.
    Task<Reached> connect(std::unique_ptr<Upstream>& connection);
    /// Keeps a connection whose last answer was read to its end, with nothing behind it.
    void give_back(std::unique_ptr<Upstream> connection);

    std::size_t idle() const { return idle_.size(); }
    std::size_t in_flight() const { return in_flight_; }
    std::size_t waiting() const { return queue_.size(); }

private:
    struct Waiter;

    Task<> resolve(Error& ec);
    Task<> secure(Upstream& connection, Error& ec);
    void drop_overdue();

    asio::io_context& context_;
    WaitingList& waiting_list_;
    CoarseClock const& clock_;
    LookUps& names_;
    Target target_;
    std::string authority_;
    std::string ca_file_;
    UpstreamLimits limits_;
    std::shared_ptr<asio::ssl::context> tls_;
    SSL_SESSION* session_ = nullptr;  ///< the last one the provider gave us
    std::vector<asio::ip::tcp::endpoint> endpoints_;
    Steady::time_point resolved_until_{};
    std::vector<std::unique_ptr<Upstream>> idle_;
    std::size_t in_flight_ = 0;
    std::deque<Waiter*> queue_;
};

}  // namespace gateway
