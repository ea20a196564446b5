#include "store/snapshots.hpp"

#include "store/index/fill.hpp"
#include "store/index/snapshot.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace store {
namespace {

/// Entries of the ledger that are folded one by one at start; over it everything at once is faster.
constexpr std::size_t most_to_catch_up = 200'000;
constexpr int attempts = 3;  // a table that grows while it is written starts the writing again

}  // namespace

std::string snapshot_file(std::string const& url)
{
    return url.substr(url.find(':') + 1) + ".index";
}

struct Snapshots::State {
    State(Store& the_store, Index& the_index, std::string the_file, Pace the_pace, Told the_told)
        : store{the_store},
          index{the_index},
          file{std::move(the_file)},
          told{std::move(the_told)},
          pace{the_pace}
    {
    }

    bool restore();
    void fold();
    void serve();
    void end();
    void write();
    bool write_once();
    void expect_room() const;
    bool is_of(std::uint64_t one) const { return epoch == one; }

    Store& store;
    Index& index;
    std::string const file;
    Told const told;
    bool restored = false;
    std::uint64_t written = 0;            ///< the index's generation
    std::atomic<std::uint64_t> epoch{0};  ///< grows with each erasure

    std::mutex publishing;  ///< held while the file is moved to its place, or removed
    std::mutex mutex;
    std::condition_variable changed;
    Pace pace;
    bool stopping = false;
    std::thread thread;
};

bool Snapshots::State::restore()
{
    auto const sealed = SealedFile::open(file, store.secret());
    auto const head = sealed ? head_of(*sealed, store.schema()) : std::nullopt;
    if (!head) return false;
    auto const reader = store.reader();
    auto const now = reader->head();
    std::vector<Folded> later;
    auto const keep = [&](Folded&& folded) { later.push_back(std::move(folded)); };
    if (!reader->each_changed(*head, most_to_catch_up, keep)) return false;
    read_snapshot(*sealed, index);
    for (auto const& folded : later)
        index.put(folded);
    index.reach(now.sequence);
    return true;
}

void Snapshots::State::fold()
{
    auto const reader = store.reader();
    auto const now = reader->head();
    fill(index, *reader);
    index.reach(now.sequence);
}

/// The ledger needs the room more.
void Snapshots::State::expect_room() const
{
    auto const folder = std::filesystem::absolute(file).parent_path();
    if (std::filesystem::space(folder).available < 2 * index.resident_bytes()) {
        throw Unavailable("no room for a snapshot of the index beside the database");
    }
}

// What is read is a moving state: its head is taken first, and whatever comes after it is folded again at start.
bool Snapshots::State::write_once()
{
    auto const began = epoch.load();
    expect_room();
    auto const head = store.reader()->link(index.reached());
    if (!head) return true;
    SealedWriter out{file, store.secret()};
    if (!write_snapshot(index, *head, store.schema(), out, [&] { return is_of(began); })) {
        return false;
    }
    out.seal();
    std::lock_guard const lock{publishing};
    if (!is_of(began)) return false;
    out.publish();
    return true;
}

void Snapshots::State::write()
try {
    for (int attempt = 0; attempt < attempts; ++attempt) {
        auto const generation = index.generation();
        if (!write_once()) continue;
        written = generation;
        return;
    }
} catch (std::exception const& trouble) {
    if (told) told(trouble.what());
}

void Snapshots::State::serve()
{
    std::unique_lock lock{mutex};
    while (!stopping) {
        if (pace.interval.count() > 0) {
            changed.wait_for(lock, pace.interval, [&] { return stopping; });
        } else {
            changed.wait(lock);
        }
        bool const worth_it =
            pace.interval.count() > 0 && index.generation() - written >= pace.changes;
        if (stopping || !worth_it) continue;
        lock.unlock();
        write();
        lock.lock();
    }
}

void Snapshots::State::end()
{
    if (!thread.joinable()) return;
    {
        std::lock_guard const lock{mutex};
        stopping = true;
    }
    changed.notify_one();
    thread.join();
}

Snapshots::Snapshots(Store& store, Index& index, std::string file, Pace pace, Told told)
    : state_{std::make_unique<State>(store, index, std::move(file), pace, std::move(told))}
{
    auto& state = *state_;
    state.restored = state.restore();
    if (!state.restored) {
        forget();
        state.fold();
    }
    state.thread = std::thread{[&state] { state.serve(); }};
}

Snapshots::~Snapshots()
{
    state_->end();
}

bool Snapshots::began_with_one() const
{
    return state_->restored;
}

void Snapshots::use(Pace pace)
{
    {
        std::lock_guard const lock{state_->mutex};
        state_->pace = pace;
    }
    state_->changed.notify_one();
}

void Snapshots::forget()
{
    std::lock_guard const lock{state_->publishing};
    ++state_->epoch;
    remove_sealed(state_->file);
}

void Snapshots::stop()
{
    auto& state = *state_;
    if (!state.thread.joinable()) return;
    state.end();
    if (state.index.generation() != state.written) state.write();
}

}  // namespace store
