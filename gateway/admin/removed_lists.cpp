#include "gateway/admin/removed_lists.hpp"

#include "gateway/admin/tokens.hpp"

#include <algorithm>

namespace gateway::admin {

void RemovedLists::drop_old(std::chrono::steady_clock::time_point now)
{
    std::erase_if(lists_, [&](RemovedList const& list) { return list.until <= now; });
}

std::string RemovedLists::keep(RemovedList list, std::size_t most,
                               std::chrono::steady_clock::time_point now)
{
    drop_old(now);
    while (lists_.size() >= most)
        lists_.pop_front();
    list.id = new_id();
    lists_.push_back(std::move(list));
    return lists_.back().id;
}

RemovedList const* RemovedLists::find(std::string_view id, std::string_view owner,
                                      std::chrono::steady_clock::time_point now)
{
    drop_old(now);
    auto const found = std::find_if(lists_.begin(), lists_.end(), [&](RemovedList const& list) {
        return list.id == id && list.owner == owner;
    });
    return found == lists_.end() ? nullptr : &*found;
}

}  // namespace gateway::admin
