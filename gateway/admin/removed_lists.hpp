// gateway/admin/removed_lists.hpp: the removed rows of pruned lists, until they were fetched or a while has passed.
#pragma once

#include "gateway/admin/spool.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace gateway::admin {

struct RemovedList {
    std::string id;     ///< can't be guessed
    std::string owner;  ///< the token that asked; nobody else gets it
    std::string content_type;
    std::shared_ptr<Spool> rows;
    std::chrono::steady_clock::time_point until;
};

class RemovedLists {
public:
    /// Its id. The oldest go where there are more than `most`.
    std::string keep(RemovedList list, std::size_t most, std::chrono::steady_clock::time_point now);
    /// Null: there is none, or not for them.
    RemovedList const* find(std::string_view id, std::string_view owner,
                            std::chrono::steady_clock::time_point now);

private:
    void drop_old(std::chrono::steady_clock::time_point now);

    std::deque<RemovedList> lists_;  ///< oldest first
};

}  // namespace gateway::admin
