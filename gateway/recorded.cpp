#include "gateway/recorded.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace gateway {

Task<bool> recorded(store::GroupCommit& commits, std::vector<model::JournalEntry> entries)
{
    auto initiate = [&commits](auto handler, std::vector<model::JournalEntry> rows) {
        auto guard = asio::make_work_guard(asio::get_associated_executor(handler));
        using Waiting = std::pair<decltype(handler), decltype(guard)>;
        auto held =  // std::function copies
            std::make_shared<Waiting>(std::move(handler), std::move(guard));
        // All of it moves to the coroutine's thread: the store's keeps nothing of a context that
        // may go.
        auto done = [held](bool durable) {
            auto const executor = held->second.get_executor();
            asio::post(executor, [waiting = std::move(*held), durable]() mutable {
                waiting.second.reset();
                std::move(waiting.first)(durable);
            });
        };
        if (!commits.record(std::move(rows), done)) done(false);
    };
    asio::use_awaitable_t<Executor> token;
    co_return co_await asio::async_initiate<decltype(token), void(bool)>(std::move(initiate), token,
                                                                         std::move(entries));
}

}  // namespace gateway
