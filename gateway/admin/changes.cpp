#include "gateway/admin/changes.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace gateway::admin {
namespace {
namespace asio = boost::asio;

/// Carries a coroutine's handler to the writing thread and its value back to the coroutine's own
/// executor, which is kept running until then.
template <class Value, class Handler>
auto bring_back(Handler&& handler)
{
    auto const executor = asio::get_associated_executor(handler);
    auto kept_running = asio::prefer(executor, asio::execution::outstanding_work.tracked);
    using Waiting = std::pair<std::decay_t<Handler>, decltype(kept_running)>;
    auto held = std::make_shared<Waiting>(std::forward<Handler>(handler), std::move(kept_running));
    // All of it moves to the coroutine's thread: the store's keeps nothing of a context that may
    // go.
    return [executor, held](Value value) {
        asio::post(executor, [waiting = std::move(*held), value = std::move(value)]() mutable {
            std::move(waiting.first)(std::move(value));
        });
    };
}

using Outcome = std::optional<std::vector<store::Changed>>;

Answer refusal(model::Refused const& refused)
{
    using Why = model::Refused::Why;
    auto const status = status_of(refused);
    if (refused.why == Why::conflict) return conflict(refused.detail);
    if (refused.why == Why::evidence_needed) {
        return problem(status, {{refused.detail, "/evidence"}});
    }
    return problem(status, refused.detail);
}

}  // namespace

asio::awaitable<Outcome> change_each(store::GroupCommit& commit, std::vector<model::Change> changes)
{
    auto start = [&commit](auto&& handler, std::vector<model::Change> wanted) {
        auto back = bring_back<Outcome>(std::forward<decltype(handler)>(handler));
        if (!commit.change(std::move(wanted), back)) back(std::nullopt);
    };
    co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(Outcome)>(
        std::move(start), asio::use_awaitable, std::move(changes));
}

unsigned status_of(model::Refused const& refused)
{
    switch (refused.why) {
        case model::Refused::Why::not_found: return 404;
        case model::Refused::Why::conflict: return 409;
        default: return 422;
    }
}

Answer unavailable()
{
    auto answer = problem(503, "the store can't be written now; nothing was changed");
    answer.headers.emplace_back("Retry-After", "1");
    return answer;
}

asio::awaitable<Or<std::vector<std::int64_t>>> change(store::GroupCommit& commit,
                                                      std::vector<model::Change> changes)
{
    auto const outcome = co_await change_each(commit, std::move(changes));
    if (!outcome) co_return unavailable();
    std::vector<std::int64_t> written;
    for (auto const& changed : *outcome) {
        if (auto const* refused = std::get_if<model::Refused>(&changed)) {
            co_return refusal(*refused);
        }
        auto const& entries = std::get<store::Written>(changed).entries;
        written.insert(written.end(), entries.begin(), entries.end());
    }
    co_return written;
}

asio::awaitable<Or<bool>> write(store::GroupCommit& commit,
                                std::function<bool(store::Writer&)> work)
{
    using Said = std::optional<bool>;
    auto start = [&commit](auto&& handler, std::function<bool(store::Writer&)> wanted) {
        auto back = bring_back<Said>(std::forward<decltype(handler)>(handler));
        auto run = [back, wanted = std::move(wanted)](store::Writer& writer) {
            try {
                back(wanted(writer));
            } catch (store::Unavailable const&) {
                back(std::nullopt);
            }
        };
        if (!commit.run(run)) back(std::nullopt);
    };
    auto const said = co_await asio::async_initiate<asio::use_awaitable_t<> const, void(Said)>(
        std::move(start), asio::use_awaitable, std::move(work));
    if (!said) co_return unavailable();
    co_return *said;
}

}  // namespace gateway::admin
