#include "gateway/admin/readers.hpp"

#include <algorithm>
#include <utility>

namespace gateway::admin {

Readers::Readers(store::Store& store, unsigned threads)
    : store_{store}, threads_{std::max(1U, threads)}
{
}

std::unique_ptr<store::Reader> Readers::take()
{
    {
        std::lock_guard const lock{mutex_};
        if (!free_.empty()) {
            auto reader = std::move(free_.back());
            free_.pop_back();
            return reader;
        }
    }
    return store_.reader();
}

void Readers::give_back(std::unique_ptr<store::Reader> reader)
{
    std::lock_guard const lock{mutex_};
    free_.push_back(std::move(reader));
}

}  // namespace gateway::admin
