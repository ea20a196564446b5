// gateway/admin/aside.hpp: a thread for work that takes the processor for long, so that everybody else's calls are
// answered meanwhile.
#pragma once

#include "gateway/heavy.hpp"

#include <type_traits>

namespace gateway::admin {

class Aside {
public:
    /// Runs `work()` on that thread, one after another, and resumes the caller on its own executor. What it throws the
    /// caller gets; what it refers to is left alone until then.
    template <class Work>
    boost::asio::awaitable<std::invoke_result_t<Work&>> run(Work work)
    {
        using Result = std::invoke_result_t<Work&>;
        auto job = [work = std::move(work)]() mutable -> boost::asio::awaitable<Result> {
            co_return work();
        };
        co_return co_await boost::asio::co_spawn(thread_, std::move(job),
                                                 boost::asio::use_awaitable);
    }

private:
    boost::asio::thread_pool thread_{1};
};

}  // namespace gateway::admin
