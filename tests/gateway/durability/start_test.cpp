// What `optgate serve` can't start with: exit code 1, and a sentence on stderr that says what and where.
#include "tests/gateway/durability/house.hpp"

#include <signal.h>
#include <sqlite3.h>
#include <boost/json.hpp>

#include <fstream>

namespace tests {
namespace {

struct Start : House {
    void change_store(char const* sql) const
    {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(store().c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(handle);
    }
};

TEST_F(Start, NamesTheLineOfAnUnknownKey)
{
    std::ofstream{configuration()}
        << "[listen]\ngateway = \"127.0.0.1:0\"\ngatewey = \"127.0.0.1:0\"\n";
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find(configuration().string() + ":3"), std::string::npos);
}

TEST_F(Start, NamesTheLineWhereTheFileIsNotToml)
{
    std::ofstream{configuration()} << "[listen]\ngateway = \n";
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find(configuration().string() + ":2"), std::string::npos);
}

TEST_F(Start, SaysThatThereIsNoSuchFile)
{
    std::filesystem::remove(configuration());
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find(configuration().string()), std::string::npos);
}

TEST_F(Start, TheSandboxKeepsAsManyMessagesAsAreSet)
{
    configure("[providers.plivo]\nupstream = \"sandbox\"\n[admin]\nsandbox_messages = 2\n");
    auto const gateway = start();
    Client caller{gateway.gateway};
    for (int i = 0; i < 3; ++i) {
        auto const answer = caller.call("POST", "/plivo/v1/Account/MAXX/Message/",
                                        {{"Content-Type", "application/json"}},
                                        R"({"src":"1","dst":"14155550100","text":"x"})");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->verdict, "delivered") << answer->body;
    }
    auto const kept = Client{gateway.admin}.ask("GET", "/api/v1/sandbox/messages");
    ASSERT_TRUE(kept);
    EXPECT_EQ(boost::json::parse(kept->body).at("items").as_array().size(), 2U);
}

TEST_F(Start, RefusesAStoreOfANewerVersion)
{
    start().process.signal(SIGKILL);
    change_store("PRAGMA user_version = 9999");
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find("was written by a newer optgate"), std::string::npos);
}

TEST_F(Start, RefusesADatabaseOfAnotherProgram)
{
    change_store("CREATE TABLE recipes (name TEXT)");
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find("another program"), std::string::npos);
}

TEST_F(Start, RefusesAFileThatIsNoDatabase)
{
    std::ofstream{store()} << std::string(8192, 'x');
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find("restore a backup"), std::string::npos);
}

TEST_F(Start, RefusesAStoreThatAnotherOneServes)
{
    auto const first = start();
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find("another optgate serves " + store().string()), std::string::npos);
}

TEST_F(Start, SaysThatAPortIsTaken)
{
    auto const first = start();
    configure();
    std::ofstream{configuration()}
        << "[listen]\ngateway = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:" << first.admin
        << "\"\n[store]\nurl = \"sqlite:" << (folder_ / "second.db").string() << "\"\n";
    EXPECT_EQ(serve_to_the_end(), 1);
    EXPECT_NE(said().find("can't listen on 127.0.0.1:" + std::to_string(first.admin)),
              std::string::npos);
}

TEST_F(Start, FindsTheStoreAsAKillLeftIt)
{
    auto gateway = start();
    Client admin{gateway.admin};
    ASSERT_EQ(choose(admin, recipient(0), true), 200U);
    gateway.process.signal(SIGKILL);
    gateway.process.wait();
    auto again = start();
    Client reader{again.admin};
    EXPECT_EQ(is_stopped(reader, recipient(0)), true);
}

}  // namespace
}  // namespace tests
