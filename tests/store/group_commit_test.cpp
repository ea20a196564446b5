#include "store/group_commit.hpp"

#include "tests/sanitized.hpp"
#include "tests/store/changes.hpp"

#include <gmock/gmock.h>

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <future>
#include <latch>
#include <mutex>
#include <string>
#include <thread>

namespace store {
namespace {

using namespace std::chrono_literals;

/// A real writer that can be told to fail, and tells when it is probed and trimmed.
class FailingWriter final : public Writer {
public:
    struct Controls {
        std::atomic<bool> full{false};
        std::atomic<bool> broken{false};
        std::atomic<int> batches{0};
        std::promise<void> probed;
        std::promise<void> trimmed_out;
    };

    FailingWriter(std::unique_ptr<Writer> real, Controls& controls)
        : real_{std::move(real)}, controls_{controls}
    {
    }

    Committed commit(Batch const& batch) override
    {
        if (controls_.full) throw Unavailable("full");
        if (controls_.broken) throw std::logic_error("broken");
        auto committed = real_->commit(batch);
        ++controls_.batches;
        if (batch.changes.empty() && batch.journal.empty()) controls_.probed.set_value();
        return committed;
    }
    std::unique_ptr<Loader> loader() override { return real_->loader(); }
    std::size_t trim_journal(Retention const& retention, model::Time now, std::size_t most) override
    {
        auto const trimmed = real_->trim_journal(retention, now, most);
        if (trimmed > 0 && trimmed < most) controls_.trimmed_out.set_value();
        return trimmed;
    }
    void put_token(model::Token const& token) override
    {
        if (controls_.full) throw Unavailable("full");
        real_->put_token(token);
    }
    void put_feedback(model::Feedback const& feedback) override { real_->put_feedback(feedback); }
    void put_scores(std::vector<model::ScoreCount> const& counts) override
    {
        real_->put_scores(counts);
    }
    bool remove_token(std::string const& name) override { return real_->remove_token(name); }
    void limit(std::int64_t max_bytes) override { real_->limit(max_bytes); }

private:
    std::unique_ptr<Writer> real_;
    Controls& controls_;
};

/// Of this day: one without a time is from 1970, and too old to be kept.
model::JournalEntry entry_of_today()
{
    model::JournalEntry entry;
    entry.at = noon;
    return entry;
}

struct GroupCommitted : Opened {
    GroupCommitted() { writer = std::make_unique<FailingWriter>(std::move(writer), controls); }

    void start(GroupCommit::Limits limits = {})
    {
        limits.probe = 5ms;
        limits.now = [] { return noon; };
        commits.emplace(std::move(writer), index, limits);
    }
    /// Makes a change and waits for its answer.
    bool kept(Change change)
    {
        std::promise<bool> answer;
        EXPECT_TRUE(commits->change({std::move(change)},
                                    [&](auto changes) { answer.set_value(changes.has_value()); }));
        return answer.get_future().get();
    }
    bool recorded(model::JournalEntry entry = entry_of_today())
    {
        std::promise<bool> answer;
        EXPECT_TRUE(
            commits->record({std::move(entry)}, [&](bool done) { answer.set_value(done); }));
        return answer.get_future().get();
    }

    FailingWriter::Controls controls;
    Index index{store->secret()};
    std::optional<GroupCommit> commits;
};

TEST_F(GroupCommitted, ChangeIsDurableAndVisibleWhenItIsAcknowledged)
{
    start();
    std::promise<std::pair<bool, bool>> seen;
    commits->change({stop(phone())}, [&](auto changes) {
        auto const other = open("sqlite:" + folder.file())->reader();
        bool const durable = changes && !other->profile(phone()).empty();
        seen.set_value({durable, !index.find(phone()).empty()});
    });
    EXPECT_EQ(seen.get_future().get(), std::pair(true, true));
}

/// The process gets no more memory from the system than it has; false: that can't be had here.
bool forbid_more_memory()
{
    std::ifstream status{"/proc/self/statm"};
    std::size_t pages = 0;
    if (tests::sanitized || !(status >> pages)) return false;
    constexpr std::size_t some = 64 * 1024;  // less than a table of the index grows by
    rlimit const limit{pages * static_cast<std::size_t>(::getpagesize()) + some, RLIM_INFINITY};
    return ::setrlimit(RLIMIT_AS, &limit) == 0;
}

// The index finds no memory for a change that is durable already. Asked for again, it must not be answered as there
// while nobody sees it.
TEST_F(GroupCommitted, DurableChangeIsVisibleBeforeItIsAcknowledgedHoweverOftenItIsAsked)
{
    constexpr int until_it_grows = 3'839;  // addresses, one less than the first table holds
    for (int i = 0; i < until_it_grows; ++i) {
        model::Profile stopped;
        stopped.own = {promotional_sms(State::stop)};
        index.put({Address::restored("+1212" + std::to_string(1'000'000 + i)), stopped, true});
    }
    start({.turned = [](std::string const&) {
        rlimit const none{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_AS, &none);
    }});
    ASSERT_TRUE(kept(stop(phone(1))));  // fits, and makes the thread's own memory
    if (!forbid_more_memory()) GTEST_SKIP() << "memory can't be limited here";

    EXPECT_FALSE(kept(stop(phone(2))));
    while (!commits->writable())
        std::this_thread::yield();

    EXPECT_TRUE(kept(stop(phone(2))));
    EXPECT_FALSE(index.find(phone(2)).empty());
}

TEST_F(GroupCommitted, EntryIsDurableWhenItIsAcknowledged)
{
    start();
    EXPECT_TRUE(recorded());
    EXPECT_EQ(reader->journal({}).entries.size(), 1u);
}

TEST_F(GroupCommitted, EachOfManyCallersGetsTheAnswerToItsOwnChanges)
{
    constexpr int callers = 4;
    constexpr int each = 250;
    start();
    std::latch answered{callers * each};
    std::atomic<int> right{0};
    std::vector<std::jthread> threads;
    for (int caller = 0; caller < callers; ++caller) {
        threads.emplace_back([&, caller] {
            for (int i = 0; i < each; ++i) {
                auto const address = phone(caller * each + i);
                commits->change(
                    {stop(address), stop(OfCustomer{"nobody"})}, [&, address](auto changes) {
                        bool const own = changes && changes->size() == 2 &&
                                         !index.find(address).empty() &&
                                         refusal((*changes)[1]) == Refused::Why::not_found;
                        right += own ? 1 : 0;
                        answered.count_down();
                    });
                commits->record({entry_of_today()}, {});
            }
        });
    }
    answered.wait();
    threads.clear();  // nobody may call a GroupCommit that goes
    EXPECT_EQ(right, callers * each);
    commits.reset();
    EXPECT_EQ(reader->journal({.limit = 10'000}).entries.size(),
              static_cast<std::size_t>(callers * each));
}

TEST_F(GroupCommitted, RequestsThatWaitTogetherShareOneTransaction)
{
    start();
    std::promise<void> go;
    std::latch answered{100};
    commits->run([&](Writer&) { go.get_future().wait(); });
    for (int i = 0; i < 100; ++i) {
        commits->change({stop(phone(i))}, [&](auto) { answered.count_down(); });
    }
    go.set_value();
    answered.wait();
    EXPECT_EQ(controls.batches, 1);
}

TEST_F(GroupCommitted, SaysNoWhenTooManyWait)
{
    start({.waiting = 3});
    std::promise<void> go;
    std::promise<void> begun;
    commits->run([&](Writer&) {
        begun.set_value();
        go.get_future().wait();
    });
    begun.get_future().wait();
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(commits->record({}, {}));
    EXPECT_FALSE(commits->record({}, [](bool) { FAIL(); }));
    EXPECT_FALSE(commits->change({}, [](auto) { FAIL(); }));
    EXPECT_FALSE(commits->run([](Writer&) { FAIL(); }));
    go.set_value();
    commits->stop();  // the work that waits uses what is on this stack
}

TEST_F(GroupCommitted, AnswersNoWhileUnavailableAndComesBackByItself)
{
    start();
    ASSERT_TRUE(kept(stop(phone(1))));
    controls.full = true;

    EXPECT_FALSE(kept(stop(phone(2))));
    EXPECT_FALSE(commits->writable());
    EXPECT_FALSE(recorded());
    EXPECT_TRUE(index.find(phone(2)).empty());

    controls.full = false;
    controls.probed.get_future().wait();
    EXPECT_TRUE(kept(stop(phone(3))));
    EXPECT_TRUE(commits->writable());
    EXPECT_TRUE(reader->profile(phone(2)).empty());
}

TEST_F(GroupCommitted, TellsOnceWhenItTurns)
{
    std::mutex mutex;
    std::vector<std::string> told;
    start({.turned = [&](std::string const& why) {
        std::lock_guard const lock{mutex};
        told.push_back(why);
    }});
    controls.full = true;
    EXPECT_FALSE(kept(stop(phone(1))));
    EXPECT_FALSE(kept(stop(phone(2))));
    controls.full = false;
    controls.probed.get_future().wait();
    EXPECT_TRUE(kept(stop(phone(3))));
    commits->stop();
    EXPECT_EQ(told, (std::vector<std::string>{"full", ""}));
}

TEST_F(GroupCommitted, SurvivesARequestThatBreaksTheWriter)
{
    start();
    controls.broken = true;
    EXPECT_FALSE(kept(stop(phone(1))));
    EXPECT_FALSE(commits->writable());
    controls.broken = false;
    controls.probed.get_future().wait();
    EXPECT_TRUE(kept(stop(phone(1))));
}

TEST_F(GroupCommitted, StopAnswersEverybodyWhoWaitsAndThenTakesNothing)
{
    start();
    std::promise<void> go;
    std::atomic<int> durable{0};
    commits->run([&](Writer&) { go.get_future().wait(); });
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(commits->record({entry_of_today()}, [&](bool done) { durable += done; }));
    go.set_value();
    commits->stop();
    EXPECT_EQ(durable, 5);
    EXPECT_FALSE(commits->record({}, [](bool) { FAIL(); }));
    commits->stop();
}

TEST_F(GroupCommitted, WorkRunsOnTheWritersThreadAndItsFailureCounts)
{
    start();
    std::promise<void> put;
    commits->run([&](Writer& the_writer) {
        the_writer.put_token({"ci", model::Role::viewer, "aa", noon});
        put.set_value();
    });
    put.get_future().wait();
    EXPECT_EQ(reader->tokens().size(), 1u);

    controls.full = true;
    commits->run(
        [](Writer& the_writer) { the_writer.put_token({"cd", model::Role::viewer, "bb", noon}); });
    EXPECT_FALSE(recorded());
    EXPECT_FALSE(commits->writable());
}

TEST_F(GroupCommitted, StopsOnlyWhenWhatWasQueuedIsAnswered)
{
    start();
    int answered = 0;
    for (int i = 0; i < 500; ++i)
        commits->change({stop(phone(i))}, [&](auto c) { answered += c ? 1 : 0; });
    commits.reset();
    EXPECT_EQ(answered, 500);
    EXPECT_FALSE(reader->profile(phone(499)).empty());
}

TEST_F(GroupCommitted, RidsTheJournalOfWhatIsTooOldWhenIdle)
{
    model::JournalEntry old;
    old.at = noon - std::chrono::days{2};
    writer->commit({{}, std::vector(2'500, old)});
    writer->commit({{}, {entry_of_today()}});

    start({.retention = {std::chrono::days{1}, 1'000'000}});
    controls.trimmed_out.get_future().wait();

    commits.reset();
    EXPECT_EQ(reader->journal({.limit = 10'000}).entries.size(), 1u);
}

TEST_F(GroupCommitted, RetainsLessFromTheWordOn)
{
    model::JournalEntry old;
    old.at = noon - std::chrono::days{2};
    writer->commit({{}, {old, entry_of_today()}});

    start({.retention = {std::chrono::days{3}, 1'000'000}, .trim = std::chrono::milliseconds{5}});
    commits->retain({std::chrono::days{1}, 1'000'000});
    controls.trimmed_out.get_future().wait();

    commits.reset();
    EXPECT_EQ(reader->journal({.limit = 10}).entries.size(), 1u);
}

}  // namespace
}  // namespace store
