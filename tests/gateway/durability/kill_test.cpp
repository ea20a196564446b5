// Kill -9 in the middle of preference changes and sends, and a restart on the same files, many times over
// (OPTGATE_KILL_ROUNDS; 200, under a sanitizer 20), with snapshots of the index written meanwhile. After each round holds:
//   every acknowledged change is there; the one under way is there or is not
//   what was answered as kept back did not reach the provider, and is in the journal
//   nothing begun after an acknowledged stop, with no change since, reached the provider
//   nothing reached the provider twice
#include "tests/gateway/durability/house.hpp"

#include <poll.h>
#include <signal.h>

#include <atomic>
#include <mutex>
#include <random>
#include <thread>

namespace tests {
namespace {

constexpr int threads = 4;
constexpr int recipients_a_thread = 5;

/// What one recipient chose, as those who asked know it.
struct Known {
    bool stopped = false;    ///< by the last change that was acknowledged
    bool in_flight = false;  ///< a change was begun and not answered
    int begun = 0;           ///< changes so far
};

class People {
public:
    explicit People(int count)
    {
        for (int i = 0; i < count; ++i)
            recipients_.push_back(recipient(i));
        known_.resize(recipients_.size());
    }

    std::size_t size() const { return recipients_.size(); }
    Recipient const& operator[](std::size_t i) const { return recipients_[i]; }
    Known known(std::size_t i) const
    {
        std::lock_guard const lock{mutex_};
        return known_[i];
    }
    bool begin_change(std::size_t i)
    {
        std::lock_guard const lock{mutex_};
        known_[i].in_flight = true;
        ++known_[i].begun;
        return !known_[i].stopped;
    }
    void end_change(std::size_t i, bool stopped)
    {
        std::lock_guard const lock{mutex_};
        known_[i].in_flight = false;
        known_[i].stopped = stopped;
    }

private:
    std::vector<Recipient> recipients_;
    mutable std::mutex mutex_;
    std::vector<Known> known_;
};

struct Sent {
    std::string mark;
    std::optional<bool> stopped;   ///< as it surely was from begin to end; none: it changed
    std::optional<Answer> answer;  ///< none: killed meanwhile
};

struct Kill : House {
    void SetUp() override
    {
        // Snapshots of the index all the time, so that most starts begin with one that is behind.
        configure("[log]\naccess = \"off\"\n",
                  "snapshot_interval = \"20ms\"\nsnapshot_changes = 1\n");
        auto gateway = start();
        Client admin{gateway.admin};
        for (std::size_t i = 0; i < people.size(); ++i) {
            auto const& who = people[i];
            if (who.customer.empty()) continue;
            auto const answer =
                admin.ask("PUT", "/api/v1/customers/" + who.customer,
                          R"({"kind":"customer","name":"n","contacts":[{"address":")" +
                              who.address + R"(","label":"mobile"}]})");
            ASSERT_TRUE(answer && answer->status < 300) << (answer ? answer->body : "no answer");
        }
    }

    /// Changes and sends, until an answer fails to come.
    void work(Gateway const& gateway, std::size_t first, unsigned seed, std::vector<Sent>& sent)
    {
        std::minstd_rand chance{seed};
        Client admin{gateway.admin};
        Client caller{gateway.gateway};
        for (bool alive = true; alive;) {
            bump();
            if (chance() % 3 == 0) {
                alive = change(admin, first + chance() % recipients_a_thread);
            } else {
                sent.push_back(write_to(caller, chance() % people.size()));
                alive = sent.back().answer.has_value();
            }
            bump();
        }
    }

    bool change(Client& admin, std::size_t who)
    {
        auto const stop = people.begin_change(who);
        auto const status = choose(admin, people[who], stop);
        if (status == 0) return false;
        EXPECT_EQ(status, 200U);
        people.end_change(who, stop);
        ++changes;
        return true;
    }

    Sent write_to(Client& caller, std::size_t who)
    {
        Sent sent{"mark-" + std::to_string(++marks) + "-", {}, {}};
        auto const before = people.known(who);
        sent.answer = send(caller, people[who], sent.mark);
        if (!before.in_flight && people.known(who).begun == before.begun) {
            sent.stopped = before.stopped;
        }
        return sent;
    }

    void bump()
    {
        ++steps;
        steps.notify_all();
    }

    /// Everybody at work, then the end at a random step; what was sent.
    std::vector<Sent> run_and_kill(Gateway& gateway)
    {
        auto const last = steps + 1 + static_cast<int>(random() % 150);
        std::vector<std::vector<Sent>> sent(threads);
        std::vector<std::thread> at_work;
        for (std::size_t i = 0; i < threads; ++i) {
            at_work.emplace_back([&, i, seed = static_cast<unsigned>(random())] {
                work(gateway, i * recipients_a_thread, seed, sent[i]);
            });
        }
        for (int now = steps; now < last; now = steps)
            steps.wait(now);
        gateway.process.signal(SIGKILL);
        EXPECT_EQ(gateway.process.wait(), -SIGKILL);
        for (auto& thread : at_work)
            thread.join();
        upstream_.wait_until_alone();
        std::vector<Sent> all;
        for (auto& some : sent)
            all.insert(all.end(), some.begin(), some.end());
        return all;
    }

    void check(Sent const& sent)
    {
        auto const received = upstream_.received(sent.mark);
        EXPECT_LE(received, 1) << sent.mark;
        if (sent.stopped == true) {
            EXPECT_EQ(received, 0) << sent.mark;
        }
        if (!sent.answer) return void(++unanswered);
        auto const& verdict = sent.answer->verdict;
        if (sent.stopped) {
            EXPECT_EQ(verdict, *sent.stopped ? "suppressed" : "delivered");
        }
        if (verdict == "suppressed") {
            EXPECT_EQ(received, 0) << sent.mark;
            kept_back.push_back(sent.answer->decision);
        } else {
            EXPECT_EQ(verdict, "delivered") << sent.answer->status << ' ' << sent.answer->body;
            EXPECT_EQ(received, 1) << sent.mark;
            ++delivered;
        }
    }

    /// Compares everybody with what is acknowledged; a change that was under way is settled now.
    void check_people(Client& admin)
    {
        for (std::size_t i = 0; i < people.size(); ++i) {
            auto const stopped = is_stopped(admin, people[i]);
            ASSERT_TRUE(stopped) << i;
            auto const known = people.known(i);
            if (!known.in_flight) {
                EXPECT_EQ(*stopped, known.stopped) << "recipient " << i << " lost a change";
            }
            people.end_change(i, *stopped);
        }
    }

    /// Some are killed while they open the store.
    void start_and_kill_at_once()
    {
        Process early{{OPTGATE, "serve", "--config", configuration().string()}, errors()};
        ::poll(nullptr, 0, static_cast<int>(random() % 30));
        early.signal(SIGKILL);
        early.wait();
    }

    People people{threads * recipients_a_thread};
    std::mt19937 random{20261121};
    std::atomic<int> steps{0};
    std::atomic<int> marks{0};
    std::atomic<int> changes{0};
    int unanswered = 0;
    int delivered = 0;
    std::vector<std::string> kept_back;  ///< decisions
};

TEST_F(Kill, LosesNothingThatWasAcknowledgedAndSendsNothingTwice)
{
    auto const rounds = rounds_of("OPTGATE_KILL_ROUNDS", 200);
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        if (random() % 8 == 0) start_and_kill_at_once();
        auto gateway = start();
        Client admin{gateway.admin};
        check_people(admin);
        auto const first = kept_back.size();
        for (auto const& sent : run_and_kill(gateway))
            check(sent);
        auto again = start();
        Client reader{again.admin};
        check_people(reader);
        for (auto i = first; i < kept_back.size(); ++i)
            EXPECT_TRUE(is_journalled(reader, kept_back[i])) << kept_back[i];
    }
    auto gateway = start();
    Client admin{gateway.admin};
    for (auto const& decision : kept_back)
        EXPECT_TRUE(is_journalled(admin, decision)) << decision;
    EXPECT_EQ(upstream_.doubles(), std::vector<std::string>{});
    RecordProperty("changes", changes);
    RecordProperty("delivered", delivered);
    RecordProperty("kept_back", static_cast<int>(kept_back.size()));
    RecordProperty("unanswered", unanswered);
    EXPECT_GT(changes, rounds);
    EXPECT_GT(delivered, rounds);
    EXPECT_GT(static_cast<int>(kept_back.size()), rounds);
    EXPECT_GT(unanswered, rounds / 4);
    EXPECT_GT(said("from its snapshot"), static_cast<std::size_t>(rounds) / 4);
}

}  // namespace
}  // namespace tests
