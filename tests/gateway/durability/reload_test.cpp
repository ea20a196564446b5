// SIGHUP while callers are busy: the configuration is read again, and no connection is dropped.
#include "tests/gateway/durability/house.hpp"

#include <signal.h>

#include <atomic>
#include <thread>

namespace tests {
namespace {

std::string mode_is(std::string const& mode)
{
    return "[applications.default]\nmode = \"" + mode + "\"\n";
}

struct Reload : House {
    /// Reads the configuration again, and waits until the gateway has said what became of it.
    void reload(Gateway const& gateway, std::string const& word)
    {
        auto const before = said(word);
        gateway.process.signal(SIGHUP);
        EXPECT_TRUE(eventually([&] { return said(word) > before; })) << word;
    }

    std::string verdict_for(Client& caller, Recipient const& who)
    {
        auto const answer = send(caller, who, "mark-" + std::to_string(++marks) + "-");
        return answer ? answer->verdict : "no answer";
    }

    std::atomic<int> marks{0};
    Recipient const ann = recipient(0);
    Recipient const bob = recipient(4);
};

TEST_F(Reload, DropsNoConnectionAndBringsTheNewSettingsIntoForce)
{
    constexpr std::size_t callers = 4;
    auto const reloads = sanitized ? 6 : 20;
    configure("[log]\naccess = \"off\"\n" + mode_is("enforce"));
    auto gateway = start();
    Client admin{gateway.admin};
    Client idle{gateway.gateway};
    ASSERT_EQ(choose(admin, ann, true), 200U);
    ASSERT_EQ(verdict_for(idle, ann), "suppressed");

    std::atomic<bool> over{false};
    std::atomic<int> calls{0};
    std::atomic<int> dropped{0};
    std::atomic<int> connections{0};
    std::vector<std::thread> at_work;
    for (std::size_t i = 0; i < callers; ++i) {
        at_work.emplace_back([&] {
            Client caller{gateway.gateway};
            while (!over) {
                if (verdict_for(caller, bob) != "delivered") ++dropped;
                ++calls;
            }
            connections += caller.connections();
        });
    }
    for (int i = 0; i < reloads; ++i) {
        auto const observe = i % 2 == 0;
        configure("[log]\naccess = \"off\"\n" + mode_is(observe ? "observe" : "enforce"));
        reload(gateway, "configuration reloaded");
        EXPECT_EQ(verdict_for(idle, ann), observe ? "observed" : "suppressed");
    }
    over = true;
    for (auto& thread : at_work)
        thread.join();
    EXPECT_EQ(dropped, 0);
    EXPECT_EQ(connections, static_cast<int>(callers));
    EXPECT_EQ(idle.connections(), 1);
    EXPECT_GT(calls, reloads);
}

TEST_F(Reload, KeepsServingThroughSeveralWhileACallerIsIdle)
{
    configure(mode_is("enforce"));
    auto gateway = start();
    Client admin{gateway.admin};
    Client idle{gateway.gateway};
    ASSERT_EQ(choose(admin, ann, true), 200U);
    EXPECT_EQ(verdict_for(idle, ann), "suppressed");
    for (int i = 0; i < 4; ++i)
        reload(gateway, "configuration reloaded");
    EXPECT_EQ(verdict_for(idle, ann), "suppressed");
    configure(mode_is("observe"));
    for (int i = 0; i < 3; ++i)
        reload(gateway, "configuration reloaded");
    EXPECT_EQ(verdict_for(idle, ann), "observed");
    EXPECT_EQ(idle.connections(), 1);
}

TEST_F(Reload, WithAWrongConfigurationKeepsTheOldOneAndNamesTheLine)
{
    configure(mode_is("enforce"));
    auto gateway = start();
    Client admin{gateway.admin};
    Client caller{gateway.gateway};
    ASSERT_EQ(choose(admin, ann, true), 200U);

    configure("[applications.default]\nmode = \"perhaps\"\n");
    reload(gateway, "not reloaded: " + configuration().string() + ":12:");
    EXPECT_EQ(verdict_for(caller, ann), "suppressed");

    configure(mode_is("observe"));
    reload(gateway, "configuration reloaded");
    EXPECT_EQ(verdict_for(caller, ann), "observed");
    EXPECT_EQ(caller.connections(), 1);
}

TEST_F(Reload, NamesWhatTakesARestartAsLongAsItDiffers)
{
    configure();
    auto gateway = start();

    configure("[providers.plivo]\nupstream = \"sandbox\"\nlisten = \"127.0.0.1:0\"\n",
              "queue = 77\n");
    reload(gateway, "change with a restart only: providers.plivo.listen, store.queue");
    reload(gateway, "change with a restart only: providers.plivo.listen, store.queue");
    configure();
    reload(gateway, "configuration reloaded");
    EXPECT_EQ(said("change with a restart only"), 2U);
}

TEST_F(Reload, KeepsTheOldConfigurationWhereTheFileIsGone)
{
    configure(mode_is("enforce"));
    auto gateway = start();
    Client admin{gateway.admin};
    Client caller{gateway.gateway};
    ASSERT_EQ(choose(admin, ann, true), 200U);
    std::filesystem::remove(configuration());
    reload(gateway, "not reloaded: ");
    EXPECT_EQ(verdict_for(caller, ann), "suppressed");
}

}  // namespace
}  // namespace tests
