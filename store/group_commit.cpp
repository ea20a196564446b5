#include "store/group_commit.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>

namespace store {
namespace {

using Clock = std::chrono::steady_clock;

struct ChangeRequest {
    std::vector<model::Change> changes;
    GroupCommit::Changes done;
};
struct RecordRequest {
    std::vector<model::JournalEntry> entries;
    GroupCommit::Recorded done;
};
using Work = std::function<void(Writer&)>;
using Request = std::variant<ChangeRequest, RecordRequest, Work>;

constexpr std::size_t trim_step =
    1'000;  // entries a transaction, so that nobody waits long behind it

constexpr int longest_gather = 4;  // times Limits::gather

template <class Item>
void move_to_end(std::vector<Item>& from, std::vector<Item>& to)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void refuse(Request& request)
{
    auto* change = std::get_if<ChangeRequest>(&request);
    if (change && change->done) change->done(std::nullopt);
    auto* record = std::get_if<RecordRequest>(&request);
    if (record && record->done) record->done(false);
}

bool erases_anybody(std::vector<model::Change> const& changes)
{
    return std::any_of(changes.begin(), changes.end(), [](model::Change const& change) {
        return std::holds_alternative<model::ErasePerson>(change.what);
    });
}

std::int64_t newest_entry(Committed const& committed)
{
    std::int64_t newest = 0;
    for (auto const& changed : committed.changes) {
        auto const* written = std::get_if<Written>(&changed);
        if (!written || written->entries.empty()) continue;
        newest = std::max(newest, *std::ranges::max_element(written->entries));
    }
    return newest;
}

model::Time system_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

struct GroupCommit::State {
    State(std::unique_ptr<Writer> the_writer, Index& the_index, Limits the_limits)
        : writer{std::move(the_writer)}, index{the_index}, limits{std::move(the_limits)}
    {
        if (!limits.now) limits.now = system_now;
    }

    bool push(Request request);
    void serve();
    std::vector<Request> next();
    void answer(std::vector<Request> requests);
    void commit(std::vector<Request>& requests);
    void show();
    void forget_again();
    void acknowledge(std::vector<Request>& requests, Committed committed);
    void tend();
    std::size_t trim();
    void attempt(auto const& work);

    std::unique_ptr<Writer> const writer;
    Index& index;
    Limits limits;
    std::atomic<bool> writable{true};
    Clock::time_point tend_at = Clock::now();
    std::vector<Folded> unseen;  ///< durable, yet not all in the index. The writing thread's
    std::int64_t durable = 0;    ///< the newest entry of the ledger that is
    int last_shared = 0;         ///< requests of the last batch. The writing thread's

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Request> queue;
    bool stopping = false;
    std::thread thread;  // last: it uses everything above
};

bool GroupCommit::State::push(Request request)
{
    {
        std::lock_guard const lock{mutex};
        if (stopping || queue.size() >= limits.waiting) return false;
        queue.push_back(std::move(request));
        // The thread waits for a first request, and then for a full batch: others need not wake it.
        if (queue.size() != 1 && queue.size() != limits.batch) return true;
    }
    changed.notify_one();
    return true;
}

// Requests for one transaction, or one piece of work; none: it is time to tend the store, or to
// stop.
std::vector<Request> GroupCommit::State::next()
{
    std::unique_lock lock{mutex};
    changed.wait_until(lock, tend_at, [&] { return stopping || !queue.empty(); });
    if (!queue.empty() && limits.gather.count() > 0) {
        // A commit costs about the same for one as for all. Where many shared the last one, many are on their way
        // again: a longer wait saves the store's thread most of its work.
        changed.wait_for(lock, limits.gather * std::clamp(last_shared, 1, longest_gather),
                         [&] { return stopping || queue.size() >= limits.batch; });
    }
    std::vector<Request> requests;
    while (!queue.empty() && requests.size() < limits.batch) {
        bool const is_work = std::holds_alternative<Work>(queue.front());
        if (is_work && !requests.empty()) break;
        requests.push_back(std::move(queue.front()));
        queue.pop_front();
        if (is_work) break;
    }
    last_shared = static_cast<int>(requests.size());
    return requests;
}

void GroupCommit::State::serve()
{
    for (;;) {
        auto requests = next();
        if (requests.empty()) {
            std::lock_guard const lock{mutex};
            if (stopping && queue.empty()) return;
        }
        if (!requests.empty()) answer(std::move(requests));
        if (Clock::now() >= tend_at) tend();
    }
}

void GroupCommit::State::attempt(auto const& work)
{
    bool done = false;
    std::string why;
    try {
        work();
        done = true;
    } catch (std::exception const& trouble) {
        // Not only `Unavailable`: this thread is one of the places that catch (the others are
        // request, connection, main), or one strange request would end the process for all. What
        // was asked for is answered as not kept, and the store is tried again later.
        why = trouble.what();
    }
    if (!done && writable) tend_at = Clock::now() + limits.probe;
    if (writable.exchange(done) != done && limits.turned) limits.turned(why);
}

void GroupCommit::State::answer(std::vector<Request> requests)
{
    if (auto* work = std::get_if<Work>(&requests.front())) {
        return attempt([&] {
            (*work)(*writer);
            show();
        });
    }
    if (writable) attempt([&] { commit(requests); });
    // Those that were committed are gone from the list.
    for (auto& request : requests)
        refuse(request);
}

void GroupCommit::State::commit(std::vector<Request>& requests)
{
    Batch batch;
    for (auto& request : requests) {
        if (auto* change = std::get_if<ChangeRequest>(&request)) {
            batch.changes.insert(batch.changes.end(), change->changes.begin(),
                                 change->changes.end());
        } else {
            move_to_end(std::get<RecordRequest>(request).entries, batch.journal);
        }
    }
    bool const erases = limits.erasing && erases_anybody(batch.changes);
    if (erases) limits.erasing();
    auto committed = writer->commit(batch);
    unseen = std::move(committed.folded);  // there was none: the store was writable
    durable = std::max(durable, newest_entry(committed));
    show();
    if (erases) forget_again();
    acknowledge(requests, std::move(committed));
    requests.clear();
}

// What is durable becomes visible. An index that finds no memory throws: the store then takes nothing more until all of
// it is, or a change asked for again would be answered as there already.
void GroupCommit::State::show()
{
    for (auto const& folded : unseen)
        index.put(folded);
    unseen.clear();
    index.reach(durable);
}

// The erasure is durable and visible: whatever happens here, it was made, and must be acknowledged.
void GroupCommit::State::forget_again()
try {
    limits.erasing();
} catch (std::exception const&) {
    // Whoever keeps the copies has said so.
}

void GroupCommit::State::acknowledge(std::vector<Request>& requests, Committed committed)
{
    auto result = std::make_move_iterator(committed.changes.begin());
    for (auto& request : requests) {
        if (auto* change = std::get_if<ChangeRequest>(&request)) {
            auto const end = result + static_cast<std::ptrdiff_t>(change->changes.size());
            std::exchange(change->done, {})(std::vector<Changed>(result, end));
            result = end;
        } else if (auto& record = std::get<RecordRequest>(request); record.done) {
            std::exchange(record.done, {})(true);
        }
    }
}

// How many old entries went.
std::size_t GroupCommit::State::trim()
{
    std::unique_lock lock{mutex};
    auto const kept = limits.retention;
    lock.unlock();
    return writer->trim_journal(kept, limits.now(), trim_step);
}

// A store that failed is probed; one that works is rid of what is too old. One at its limit may get
// room from that, so it is rid of it first.
void GroupCommit::State::tend()
{
    if (!writable) {
        tend_at = Clock::now() + limits.probe;
        attempt([&] {
            show();
            trim();
            writer->commit({});
        });
        return;
    }
    std::size_t trimmed = 0;
    attempt([&] { trimmed = trim(); });
    if (writable) tend_at = trimmed == trim_step ? Clock::now() : Clock::now() + limits.trim;
}

GroupCommit::GroupCommit(std::unique_ptr<Writer> writer, Index& index, Limits limits)
    : state_{std::make_unique<State>(std::move(writer), index, std::move(limits))}
{
    state_->thread = std::thread{[this] { state_->serve(); }};
}

GroupCommit::~GroupCommit()
{
    stop();
}

void GroupCommit::stop()
{
    if (!state_->thread.joinable()) return;
    {
        std::lock_guard const lock{state_->mutex};
        state_->stopping = true;
    }
    state_->changed.notify_one();
    state_->thread.join();
}

bool GroupCommit::change(std::vector<model::Change> changes, Changes done)
{
    return state_->push(ChangeRequest{std::move(changes), std::move(done)});
}

bool GroupCommit::record(std::vector<model::JournalEntry> entries, Recorded done)
{
    return state_->push(RecordRequest{std::move(entries), std::move(done)});
}

bool GroupCommit::run(std::function<void(Writer&)> work)
{
    return state_->push(std::move(work));
}

void GroupCommit::retain(Retention kept)
{
    std::lock_guard const lock{state_->mutex};
    state_->limits.retention = kept;
}

bool GroupCommit::writable() const noexcept
{
    return state_->writable;
}

}  // namespace store
