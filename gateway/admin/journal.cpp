// gateway/admin/journal.cpp: what was decided, newest first.
//   GET /api/v1/journal?verdict=&channel=&category=&reason=&mark=&address=&app=&provider=
//                      &since=&until=&cursor=&limit=
// As JSON a page, which holds fewer than asked for, or none, where they are rare and `admin.query_time` is over: `next`
// goes on. With "Accept: text/csv" a stream of all that match (or `limit` of them), page by
// page, so that memory stays flat however much there is.
#include "gateway/admin/csv.hpp"
#include "gateway/admin/journal_query.hpp"
#include "gateway/admin/reading.hpp"
#include "gateway/admin/resources.hpp"
#include "gateway/admin/spell.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <utility>

namespace gateway::admin {
namespace {

constexpr std::size_t rows_a_piece = 500;
constexpr std::size_t rows_a_look = 20'000;

/// Looks until the page is full or time is up. Each look is short, so that others who ask have their turn meanwhile.
boost::asio::awaitable<store::JournalPage> page_of(Desk& desk, model::JournalQuery query,
                                                   std::chrono::milliseconds time)
{
    auto const until = desk.parts.ticks() + time;
    query.look_at = rows_a_look;
    store::JournalPage page;
    do {
        auto look = [query](store::Reader& reader) { return reader.journal(query); };
        auto found = co_await desk.readers.ask(std::move(look));
        std::ranges::move(found.entries, std::back_inserter(page.entries));
        query.limit -= found.entries.size();
        query.before_row = page.next_row = found.next_row;
    } while (page.next_row != 0 && query.limit != 0 && desk.parts.ticks() < until);
    co_return page;
}

/// Where a stream of CSV stands.
struct Export {
    model::JournalQuery query;
    std::size_t left;  ///< rows still wanted
    Caller caller;
    std::chrono::milliseconds time;  ///< of looking for a piece; an empty one is none yet
    bool begun = false;
    bool ended = false;
};

boost::asio::awaitable<std::optional<std::string>> next_piece(Desk& desk,
                                                              std::shared_ptr<Export> state)
{
    if (state->ended) co_return std::nullopt;
    state->query.limit = std::min(rows_a_piece, state->left);
    auto const page = co_await page_of(desk, state->query, state->time);
    std::string piece{state->begun ? "" : csv_header()};
    for (auto const& entry : page.entries)
        append_csv(piece, entry, state->caller);
    state->begun = true;
    state->left -= std::min(page.entries.size(), state->left);
    state->query.before_row = page.next_row;
    state->ended = page.next_row == 0 || state->left == 0;
    co_return piece;
}

Answer csv(Desk& desk, model::JournalQuery query, std::size_t most, Call const& call)
{
    auto state = std::make_shared<Export>();
    state->query = std::move(query);
    state->left = most;
    state->caller = call.caller;
    state->time = call.settings->admin.query_time;
    Answer answer;
    answer.content_type = "text/csv; charset=utf-8; header=present";
    answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"journal.csv\"");
    answer.pieces = [&desk, state] { return next_piece(desk, state); };
    return answer;
}

}  // namespace

Answering list_journal(Call const& call, Desk& desk)
{
    if (auto unknown = call.only({"verdict", "channel", "category", "reason", "mark", "address",
                                  "app", "provider", "since", "until", "cursor", "limit"})) {
        co_return *unknown;
    }
    std::vector<model::Problem> wrong;
    auto query = read_journal_query(call.query, *call.settings, wrong);
    if (!wrong.empty()) co_return problem(422, wrong);
    auto const window = window_of(call);
    if (!window) co_return window.error();
    query.before_row = window->cursor;
    query.limit = window->limit;
    if (wants_csv(call)) {
        auto const most = call.asked("limit") ? window->limit : std::size_t(-1);
        co_return csv(desk, std::move(query), most, call);
    }

    auto const page = co_await page_of(desk, std::move(query), call.settings->admin.query_time);
    boost::json::array items;
    for (auto const& entry : page.entries)
        items.push_back(spell(entry, call.caller));
    std::optional<std::string> next;
    if (page.next_row != 0) next = std::to_string(page.next_row);
    co_return json(list(std::move(items), std::move(next)));
}

}  // namespace gateway::admin
