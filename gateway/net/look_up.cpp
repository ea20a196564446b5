#include "gateway/net/look_up.hpp"

#include <boost/asio/post.hpp>

#include <netdb.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace gateway {
namespace {

constexpr std::size_t most_queued = 1'024;

/// Who waits for a name. Only its own context's thread looks into it.
struct Waiter {
    Waiter(asio::io_context& context, std::chrono::milliseconds patience) : timer{context, patience}
    {
    }

    Timer timer;  ///< cancelled by the answer
    Error ec = asio::error::timed_out;
    HostAddresses found;
};

asio::ip::address address_of(sockaddr const& found)
{
    if (found.sa_family == AF_INET) {
        auto const& v4 = reinterpret_cast<sockaddr_in const&>(found);
        return asio::ip::make_address_v4(ntohl(v4.sin_addr.s_addr));
    }
    auto const& v6 = reinterpret_cast<sockaddr_in6 const&>(found);
    asio::ip::address_v6::bytes_type bytes;
    std::copy_n(std::begin(v6.sin6_addr.s6_addr), bytes.size(), bytes.begin());
    return asio::ip::address_v6{bytes, v6.sin6_scope_id};
}

}  // namespace

HostAddresses ask_system(std::string const& host, Error& ec)
{
    addrinfo hints{};
    hints.ai_flags = AI_ADDRCONFIG;
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* first = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &first) != 0) {
        ec = asio::error::host_not_found;
        return {};
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> const all{first, ::freeaddrinfo};
    HostAddresses addresses;
    for (auto const* each = first; each != nullptr; each = each->ai_next) {
        if (each->ai_family == AF_INET || each->ai_family == AF_INET6)
            addresses.push_back(address_of(*each->ai_addr));
    }
    return addresses;
}

struct LookUps::State {
    using Waiters = std::vector<std::shared_ptr<Waiter>>;

    explicit State(Resolve how) : resolve{std::move(how)} {}

    void work();
    std::string next(std::unique_lock<std::mutex>& lock);
    void answer(std::string const& host, Error ec, HostAddresses const& found);

    Resolve const resolve;
    std::mutex mutex;  ///< of all that follows
    std::condition_variable changed;
    bool stopped = false;
    std::deque<std::string> queue;
    std::map<std::string, Waiters> asked;  ///< queued or under way
};

/// The next name that is wanted; empty: stop.
std::string LookUps::State::next(std::unique_lock<std::mutex>& lock)
{
    changed.wait(lock, [this] { return stopped || !queue.empty(); });
    if (stopped) return {};
    auto host = std::move(queue.front());
    queue.pop_front();
    return host;
}

/// Under the lock, so that whoever waits, and their context, is there until it is told.
void LookUps::State::answer(std::string const& host, Error ec, HostAddresses const& found)
{
    for (auto& waiter : asked[host]) {
        auto told = [waiter, ec, found] {
            waiter->ec = ec;
            waiter->found = found;
            waiter->timer.cancel();
        };
        asio::post(waiter->timer.get_executor(), std::move(told));
    }
    asked.erase(host);
}

void LookUps::State::work()
{
    std::unique_lock lock{mutex};
    for (auto host = next(lock); !host.empty(); host = next(lock)) {
        lock.unlock();
        Error ec;
        auto const found = resolve(host, ec);
        lock.lock();
        if (stopped) return;
        answer(host, ec, found);
    }
}

/// A waiter's place; given up when its coroutine ends, however it ends.
class LookUps::Seat {
public:
    Seat(State& state, std::string const& host, std::shared_ptr<Waiter> waiter)
        : state_{state}, host_{host}, waiter_{std::move(waiter)}
    {
        std::lock_guard const lock{state_.mutex};
        auto const place = state_.asked.find(host_);
        taken_ =
            !state_.stopped && (place != state_.asked.end() || state_.queue.size() < most_queued);
        if (!taken_) return;
        if (place == state_.asked.end()) state_.queue.push_back(host_);
        state_.asked[host_].push_back(waiter_);
        state_.changed.notify_one();
    }
    ~Seat()
    {
        std::lock_guard const lock{state_.mutex};
        auto const place = state_.asked.find(host_);
        if (place == state_.asked.end()) return;
        std::erase(place->second, waiter_);
        auto const unwanted = place->second.empty() && std::erase(state_.queue, host_) != 0;
        if (unwanted) state_.asked.erase(place);
    }
    Seat(Seat const&) = delete;
    Seat& operator=(Seat const&) = delete;

    bool taken() const { return taken_; }

private:
    State& state_;
    std::string const& host_;
    std::shared_ptr<Waiter> waiter_;
    bool taken_ = false;
};

LookUps::LookUps(unsigned threads, Resolve resolve)
    : state_{std::make_shared<State>(std::move(resolve))}
{
    for (unsigned i = 0; i < threads; ++i)
        std::thread{[state = state_] { state->work(); }}.detach();
}

LookUps::~LookUps()
{
    stop();
}

Task<HostAddresses> LookUps::find(asio::io_context& context, std::string host,
                                  std::chrono::milliseconds patience, Error& ec)
{
    auto const numeric = asio::ip::make_address(host, ec);
    if (!ec) co_return HostAddresses{numeric};
    auto const state = state_;
    auto const waiter = std::make_shared<Waiter>(context, patience);
    Seat const seat{*state, host, waiter};
    ec = asio::error::no_buffer_space;
    if (!seat.taken()) co_return HostAddresses{};  // or stopped
    Error answered;
    co_await waiter->timer.async_wait(into(answered));
    ec = waiter->ec;
    co_return std::move(waiter->found);
}

void LookUps::stop()
{
    std::lock_guard const lock{state_->mutex};
    state_->stopped = true;
    while (!state_->asked.empty()) {
        std::string const host = state_->asked.begin()->first;
        state_->answer(host, asio::error::operation_aborted, {});
    }
    state_->changed.notify_all();
}

}  // namespace gateway
