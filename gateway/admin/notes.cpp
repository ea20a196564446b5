#include "gateway/admin/notes.hpp"

#include "gateway/admin/spell.hpp"

#include <utility>

namespace gateway::admin {

boost::asio::awaitable<Notes> notes(Desk& desk, model::Subject subject, Window window,
                                    Caller caller)
{
    // One more than asked for tells whether there is a next page.
    auto read = [subject = std::move(subject), window](store::Reader& reader) {
        return reader.history(subject, window.cursor, window.limit + 1);
    };
    auto entries = co_await desk.readers.ask(std::move(read));
    std::optional<std::string> next;
    if (entries.size() > window.limit) {
        entries.resize(window.limit);
        next = std::to_string(entries.back().sequence);
    }
    boost::json::array items;
    for (auto const& entry : entries)
        items.push_back(spell(entry, caller));
    co_return Notes{list(std::move(items), std::move(next)), entries.empty()};
}

}  // namespace gateway::admin
