#include "gateway/recorded.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>

namespace gateway {

Task<bool> recorded(store::GroupCommit& commits, std::vector<model::JournalEntry> entries)
{
    auto initiate = [&commits](auto handler, std::vector<model::JournalEntry> rows) {
        auto const executor = asio::get_associated_executor(handler);
        auto held =
            std::make_shared<decltype(handler)>(std::move(handler));  // std::function copies
        auto done = [held, guard = asio::make_work_guard(executor)](bool durable) {
            asio::post(guard.get_executor(), [held, durable] { std::move (*held)(durable); });
        };
        if (!commits.record(std::move(rows), done)) done(false);
    };
    asio::use_awaitable_t<Executor> token;
    co_return co_await asio::async_initiate<decltype(token), void(bool)>(std::move(initiate), token,
                                                                         std::move(entries));
}

}  // namespace gateway
