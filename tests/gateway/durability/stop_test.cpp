// SIGTERM: nobody is taken any more, calls under way are answered, what is queued is written, and the exit code is 0.
#include "tests/gateway/durability/house.hpp"

#include <signal.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <set>
#include <thread>

namespace tests {
namespace {

using Clock = std::chrono::steady_clock;

struct Stop : House {
    static std::string drain_timeout(std::string const& time)
    {
        return "[limits]\ndrain_timeout = \"" + time + "\"\n";
    }

    /// Nobody listens there any more.
    static bool refuses(std::uint16_t port)
    {
        Client client{port};
        return !client.call("GET", "/");
    }

    Recipient const ann = recipient(0);
    Recipient const bob = recipient(1);
};

TEST_F(Stop, AnswersEveryCallUnderWay)
{
    constexpr std::size_t callers = 8;
    auto gateway = start();
    upstream_.hold();
    std::atomic<std::size_t> answered{0};
    std::vector<std::thread> waiting;
    for (std::size_t i = 0; i < callers; ++i) {
        waiting.emplace_back([&, i] {
            Client caller{gateway.gateway};
            auto const answer =
                send(caller, i % 2 == 0 ? ann : bob, "mark-" + std::to_string(i) + "-");
            if (answer && answer->verdict == "delivered") ++answered;
        });
    }
    upstream_.wait_until_held(callers);
    gateway.process.signal(SIGTERM);
    EXPECT_TRUE(eventually([&] { return refuses(gateway.gateway); }));
    Client admin{gateway.admin};
    auto const ready = admin.call("GET", "/readyz");
    EXPECT_TRUE(ready && ready->status == 503);
    upstream_.release();
    EXPECT_EQ(gateway.process.wait(), 0);
    for (auto& thread : waiting)
        thread.join();
    EXPECT_EQ(answered, callers);
}

TEST_F(Stop, UnderLoadLeavesNoMessageWithoutAnAnswer)
{
    constexpr std::size_t callers = 6;
    auto const rounds = sanitized ? 2 : 10;
    configure("[log]\naccess = \"" + (folder_ / "access.log").string() + "\"\n" +
              drain_timeout("20s"));
    std::atomic<int> marks{0};
    std::atomic<std::size_t> answered{0};
    std::atomic<std::size_t> lost{0};
    for (int round = 0; round < rounds; ++round) {
        auto gateway = start();
        Client admin{gateway.admin};
        ASSERT_EQ(choose(admin, ann, true), 200U);
        std::atomic<std::size_t> begun{0};
        std::vector<std::thread> at_work;
        for (std::size_t i = 0; i < callers; ++i) {
            at_work.emplace_back([&, i] {
                Client caller{gateway.gateway};
                for (bool alive = true; alive;) {
                    auto const mark = "mark-" + std::to_string(++marks) + "-";
                    auto const answer = send(caller, i % 2 == 0 ? ann : bob, mark);
                    alive = answer.has_value();
                    if (alive) ++answered;
                    // A call that met a closing connection may be lost, but then it was not forwarded.
                    if (!alive && upstream_.received(mark) != 0) ++lost;
                    if (++begun == 200) gateway.process.signal(SIGTERM);
                }
            });
        }
        for (auto& thread : at_work)
            thread.join();
        EXPECT_EQ(gateway.process.wait(), 0);
    }
    EXPECT_EQ(lost, 0U);
    std::ifstream log{folder_ / "access.log"};
    std::size_t lines = 0;
    for (std::string line; std::getline(log, line);)
        ++lines;
    EXPECT_EQ(lines, answered);
}

TEST_F(Stop, DoesNotWaitLongerThanTheDrainTimeout)
{
    configure(drain_timeout("300ms"));
    auto gateway = start();
    upstream_.hold();
    std::thread waiting{[&] {
        Client caller{gateway.gateway};
        EXPECT_FALSE(send(caller, ann, "mark-1-"));
    }};
    upstream_.wait_until_held(1);
    auto const asked = Clock::now();
    gateway.process.signal(SIGTERM);
    EXPECT_EQ(gateway.process.wait(), 0);
    EXPECT_LT(Clock::now() - asked, std::chrono::seconds{sanitized ? 10 : 3});
    waiting.join();
    upstream_.release();
}

TEST_F(Stop, WithAStoreThatHangsEndsCleanly)
{
    configure(drain_timeout("200ms"));
    auto gateway = start();
    Client admin{gateway.admin};
    ASSERT_EQ(choose(admin, ann, true), 200U);
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(store().c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);

    std::vector<std::thread> waiting;
    std::atomic<int> begun{0};
    for (int i = 0; i < 4; ++i) {
        waiting.emplace_back([&, i] {
            Client caller{i % 2 == 0 ? gateway.gateway : gateway.admin};
            ++begun;
            if (i % 2 == 0) {
                send(caller, ann, "mark-" + std::to_string(i) + "-");
            } else {
                choose(caller, bob, true);
            }
        });
    }
    EXPECT_TRUE(eventually([&] { return begun == 4; }));
    gateway.process.signal(SIGTERM);
    EXPECT_EQ(gateway.process.wait(), 0);
    for (auto& thread : waiting)
        thread.join();
    sqlite3_close(other);
    EXPECT_EQ(upstream_.received(), 0U);
}

TEST_F(Stop, LeavesAStoreThatHoldsEveryAcknowledgedChange)
{
    auto gateway = start();
    Client admin{gateway.admin};
    for (int i = 0; i < 10; ++i)
        ASSERT_EQ(choose(admin, recipient(i % 2 == 0 ? 4 * i : 4 * i + 1), true), 200U);
    gateway.process.signal(SIGTERM);
    EXPECT_EQ(gateway.process.wait(), 0);
    auto again = start();
    Client reader{again.admin};
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(is_stopped(reader, recipient(i % 2 == 0 ? 4 * i : 4 * i + 1)), true);
}

}  // namespace
}  // namespace tests
