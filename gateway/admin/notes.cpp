#include "gateway/admin/notes.hpp"

#include "gateway/admin/csv.hpp"
#include "gateway/admin/spell.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace gateway::admin {
namespace {

constexpr std::size_t rows_a_piece = 500;

/// Where a stream of CSV stands.
struct Export {
    model::Subject subject;
    std::int64_t after;
    std::size_t left;  ///< rows still wanted
    Caller caller;
    bool begun = false;
};

std::optional<std::string> next_piece(store::Reader& reader, Export& state)
{
    if (state.begun && state.left == 0) return std::nullopt;
    auto const wanted = std::min(rows_a_piece, state.left);
    auto const entries = reader.history(state.subject, state.after, wanted);
    std::string piece{state.begun ? "" : notes_csv_header()};
    for (auto const& entry : entries)
        append_csv(piece, entry, state.caller);
    state.begun = true;
    state.left = entries.size() < wanted ? 0 : state.left - entries.size();
    if (!entries.empty()) state.after = entries.back().sequence;
    return piece;
}

boost::asio::awaitable<std::optional<std::string>> ask_piece(Desk& desk,
                                                             std::shared_ptr<Export> state)
{
    auto read = [state = std::move(state)](store::Reader& reader) {
        return next_piece(reader, *state);
    };
    auto piece = co_await desk.readers.ask(std::move(read));
    co_return piece;
}

}  // namespace

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

Answer notes_csv(Desk& desk, model::Subject subject, Window window, Call const& call)
{
    auto const most = call.asked("limit") ? window.limit : std::size_t(-1);
    auto state = std::make_shared<Export>(
        Export{std::move(subject), window.cursor, most, call.caller, false});
    Answer answer;
    answer.content_type = "text/csv; charset=utf-8; header=present";
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"notes.csv\"");
    answer.pieces = [&desk, state] { return ask_piece(desk, state); };
    return answer;
}

}  // namespace gateway::admin
