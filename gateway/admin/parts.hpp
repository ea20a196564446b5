// gateway/admin/parts.hpp: what the admin API is built from, and the desk its handlers work at.
#pragma once

#include "gateway/admin/aside.hpp"
#include "gateway/admin/back_off.hpp"
#include "gateway/admin/readers.hpp"
#include "gateway/admin/removed_lists.hpp"
#include "gateway/admin/tokens.hpp"
#include "gateway/settings/settings.hpp"
#include "store/group_commit.hpp"
#include "store/index/index.hpp"
#include "store/store.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace gateway::admin {

inline model::Time system_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// Handed in by `assembly`; all that is referred to outlives the server.
struct Parts {
    std::shared_ptr<Settings const> settings;
    store::Store& store;
    store::GroupCommit& commit;
    store::Index const& index;
    std::function<std::string()> metrics;                            ///< Prometheus text
    std::function<bool()> ready;                                     ///< whether sends are taken
    std::function<std::string(std::size_t limit)> sandbox_messages;  ///< a JSON document
    std::string admin_token = admin_token_of_environment();          ///< empty: none
    std::function<std::chrono::steady_clock::time_point()> ticks = std::chrono::steady_clock::now;
    std::function<model::Time()> now = system_now;
};

/// Used by the server's one thread.
struct Desk {
    explicit Desk(Parts handed)
        : parts{std::move(handed)},
          readers{parts.store, parts.settings->admin.readers},
          quick{parts.store, 1},
          tokens{parts.admin_token},
          spool_space{std::make_shared<SpoolSpace>(parts.settings->admin.spool_folder,
                                                   parts.settings->admin.spool_bytes)}
    {
    }

    Parts parts;
    Readers readers;  ///< for what may take long
    Readers quick;    ///< for tokens, and what a change needs to know: these never wait for a query
    Aside aside;      ///< for judging many
    Tokens tokens;
    BackOff back_off;
    std::shared_ptr<SpoolSpace> spool_space;
    RemovedLists removed_lists;
};

}  // namespace gateway::admin
