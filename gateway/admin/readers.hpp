// gateway/admin/readers.hpp: the threads that read the store, so that nobody else waits for a disk.
#pragma once

#include "gateway/heavy.hpp"
#include "store/store.hpp"

#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

namespace gateway::admin {

class Readers {
public:
    Readers(store::Store& store, unsigned threads);

    /// Runs `work(store::Reader&)` on one of the threads and resumes the caller on its own
    /// executor. What `work` throws (`store::Unavailable`) the caller gets.
    template <class Work>
    boost::asio::awaitable<std::invoke_result_t<Work&, store::Reader&>> ask(Work work)
    {
        using Result = std::invoke_result_t<Work&, store::Reader&>;
        auto job = [this, work = std::move(work)]() mutable -> boost::asio::awaitable<Result> {
            Lease const lease{*this};
            co_return work(*lease.reader);
        };
        co_return co_await boost::asio::co_spawn(threads_, std::move(job),
                                                 boost::asio::use_awaitable);
    }

private:
    /// One reader a thread at most: each thread takes one that nobody holds.
    struct Lease {
        explicit Lease(Readers& readers) : from{readers}, reader{readers.take()} {}
        ~Lease() { from.give_back(std::move(reader)); }
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;

        Readers& from;
        std::unique_ptr<store::Reader> reader;
    };

    std::unique_ptr<store::Reader> take();
    void give_back(std::unique_ptr<store::Reader> reader);

    store::Store& store_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<store::Reader>> free_;
    boost::asio::thread_pool threads_;  // last: joined before the readers go
};

}  // namespace gateway::admin
