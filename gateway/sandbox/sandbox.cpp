#include "gateway/sandbox/sandbox.hpp"

#include "gateway/sandbox/mailbox.hpp"
#include "gateway/sandbox/server.hpp"

#include <boost/asio.hpp>

#include <future>
#include <mutex>
#include <thread>

namespace gateway {

// Declared in the order of their need: the server's sockets go before the context that runs them.
struct Sandbox::Parts {
    explicit Parts(SandboxLimits const& given)
        : limits{given},
          mailbox{limits.messages, limits.kept_bytes},
          server{context, limits, mailbox}
    {
        boost::asio::co_spawn(context, server.run(), boost::asio::detached);
        thread = std::thread{[this] {
            context.run();
            ended.set_value();
        }};
    }

    SandboxLimits const limits;
    sandbox::Mailbox mailbox;
    boost::asio::io_context context{1};
    sandbox::Server server;
    std::promise<void> ended;
    std::once_flag stopped;
    std::thread thread;
};

Sandbox::Sandbox(SandboxLimits const& limits) : parts_{std::make_unique<Parts>(limits)} {}

Sandbox::~Sandbox()
{
    stop();
}

std::uint16_t Sandbox::port() const
{
    return parts_->server.port();
}

void Sandbox::guard(sandbox::Guard guard)
{
    boost::asio::post(parts_->context, [parts = parts_.get(), guard = std::move(guard)]() mutable {
        parts->server.guard(std::move(guard));
    });
}

std::string Sandbox::messages(std::size_t limit) const
{
    return parts_->mailbox.listed(limit);
}

void Sandbox::stop()
{
    std::call_once(parts_->stopped, [parts = parts_.get()] {
        boost::asio::post(parts->context, [parts] { parts->server.close(); });
        auto const ended = parts->ended.get_future();
        if (ended.wait_for(parts->limits.drain_timeout) == std::future_status::timeout) {
            boost::asio::post(parts->context, [parts] { parts->server.abort(); });
        }
        parts->thread.join();
    });
}

}  // namespace gateway
