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

/// All that follow the window's cursor as CSV, page by page; as many as the caller asked for, or all.
Answer notes_csv(Desk& desk, model::Subject subject, Window window, Call const& call);

}  // namespace gateway::admin
