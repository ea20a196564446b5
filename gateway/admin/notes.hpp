// gateway/admin/notes.hpp: the history of a customer or an address, oldest first, page by page.
#pragma once

#include "gateway/admin/parts.hpp"
#include "gateway/admin/reading.hpp"

namespace gateway::admin {

struct Notes {
    boost::json::object document;  ///< {"items":[…],"next":…}
    bool empty = false;
};

boost::asio::awaitable<Notes> notes(Desk& desk, model::Subject subject, Window window,
                                    Caller caller);

}  // namespace gateway::admin
