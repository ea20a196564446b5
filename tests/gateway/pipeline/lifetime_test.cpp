// What changes while connections are open: the configuration, and the end.
#include "tests/fakes/certificates.hpp"
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <thread>

namespace tests {
namespace {

TestGateway::Text to(std::string const& url, std::string const& limits = "",
                     std::string const& upstream = "")
{
    return {"[providers.twilio]\nupstream = \"" + url + "\"\n", limits, upstream};
}

class Lifetime : public testing::Test {
protected:
    ScriptedUpstream upstream{says(answer_of(201, "{}"))};
};

TEST_F(Lifetime, ReloadsKeepEveryConnectionAndTakeHoldAtTheNextCall)
{
    TestGateway gateway{to(upstream.url())};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    for (int i = 0; i < 4;
         ++i) {  // each makes the one before it the last that holds a settings of its own
        auto text = to(upstream.url());
        text.providers += "[applications.default]\nmode = \"" +
                          std::string{i % 2 == 0 ? "observe" : "enforce"} + "\"\n";
        gateway.assembly().reload(gateway.settings(text));
        EXPECT_EQ(caller.ask(twilio_send(other_phone, "Authorization: Basic QQ==\r\n")).status(),
                  201U);
    }
    EXPECT_EQ(upstream.connections.count(), 1U);
}

TEST_F(Lifetime, AReloadThatCantBeUsedChangesNothing)
{
    auto pattern = (std::filesystem::temp_directory_path() / "optgate-ca-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    auto const ca = Authority{}.write(std::filesystem::path{pattern} / "ca.pem");
    TestGateway gateway{to(upstream.url())};
    auto next = gateway.settings(
        {"[providers.twilio]\nupstream = \"https://localhost:1\"\nca_file = \"" + ca + "\"\n"});
    std::filesystem::remove_all(pattern);  // gone between reading the settings and using them
    EXPECT_THROW(gateway.assembly().reload(std::move(next)), std::exception);
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
}

TEST_F(Lifetime, AGracefulStopLetsCallsUnderWayEnd)
{
    Gate gate;
    upstream.now([&](Link& link, Message const&) {
        gate.wait();
        return link.send(answer_of(201, "{}"));
    });
    TestGateway gateway{to(upstream.url())};
    auto const port = gateway.port();
    Client idle{port};
    Client busy{port};
    busy.link->send(twilio_send(other_phone));
    ASSERT_TRUE(upstream.requests.wait_for(1));
    std::thread stopping{[&] { gateway.stop(); }};
    EXPECT_TRUE(idle.link->is_ended_by_peer());  // it takes no more
    gate.open();
    auto const answer = busy.reading.answer();
    stopping.join();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 201U);
    EXPECT_EQ((*answer)["Connection"], "close");
    EXPECT_THROW(Link::to(port), std::runtime_error);
}

TEST_F(Lifetime, AStopThatComesTooSoonForCallsEndsThemWithoutHarm)
{
    Gate gate;
    upstream.now([&](Link&, Message const&) {
        gate.wait();
        return false;
    });
    TestGateway gateway{to(upstream.url(), "drain_timeout = \"100ms\"\n", "in_flight = 1\n")};
    std::vector<std::unique_ptr<Client>> callers;
    for (int i = 0; i < 8; ++i) {  // one is with the provider, the others wait for its place
        callers.push_back(std::make_unique<Client>(gateway.port()));
        callers.back()->link->send(twilio_send(other_phone));
    }
    Client fetching{gateway.port()};
    fetching.link->send("GET /2010-04-01/Accounts/AC1.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(upstream.requests.wait_for(1));
    gateway.stop();
    gate.open();
    for (auto& caller : callers)
        EXPECT_TRUE(caller->link->is_ended_by_peer());
}

TEST_F(Lifetime, AStopWhileADecisionIsBeingWrittenEndsWithoutHarm)
{
    TestGateway gateway{to(upstream.url(), "drain_timeout = \"100ms\"\n")};
    gateway.stop_promotional(std::string{stopped_phone});
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open((gateway.folder() / "test.db").c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    Client caller{gateway.port()};
    caller.link->send(twilio_send(stopped_phone));
    Client witness{gateway.port()};  // the send before it has been read once this one is answered
    EXPECT_EQ(witness.ask(twilio_send(other_phone)).status(), 201U);
    std::thread stopping{[&] { gateway.stop(); }};
    EXPECT_TRUE(witness.link->is_ended_by_peer());  // the drain has begun
    sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    auto const ended = caller.reading.answer();
    stopping.join();
    if (ended) {
        EXPECT_GE(ended->status(), 400U);
    }
    EXPECT_EQ(upstream.count(), 1U);
}

/// Takes every descriptor the process may have while it lives.
class NoDescriptors {
public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) {
            taken_.push_back(fd);
            if (taken_.size() == 1) {
                auto few = before_;
                few.rlim_cur = static_cast<rlim_t>(fd) + 64;
                ::setrlimit(RLIMIT_NOFILE, &few);
            }
        }
    }
    ~NoDescriptors()
    {
        for (int const fd : taken_)
            ::close(fd);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }

private:
    rlimit before_{};
    std::vector<int> taken_;
};

TEST_F(Lifetime, WithNoDescriptorsLeftTheSendIsRefusedAndCallersWaitAndAllRecovers)
{
    TestGateway gateway{to(upstream.url())};
    Client connected{gateway.port()};
    EXPECT_EQ(connected.ask("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n").status(), 404U);
    int const spare = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::optional<NoDescriptors> none{std::in_place};
    auto const answer = connected.ask(twilio_send(other_phone));
    EXPECT_EQ(answer.status(), 502U) << answer.raw;
    ::close(spare);
    auto const waiting =
        Link::to(gateway.port());  // takes the one that is free: nothing is left to accept it with
    waiting->send(twilio_send(other_phone));
    none.reset();
    Reading reading{*waiting};
    auto const later = reading.answer();
    ASSERT_TRUE(later);
    EXPECT_EQ(later->status(), 201U);
    EXPECT_EQ(upstream.count(), 1U);
    EXPECT_EQ(gateway.journal().size(), 1U);
}

TEST_F(Lifetime, CallersOverTheLimitAreToldAtTheDoor)
{
    TestGateway gateway{to(upstream.url(), "connections = 1\n")};
    Client first{gateway.port()};
    EXPECT_EQ(first.ask(twilio_send(other_phone)).status(), 201U);
    Client second{gateway.port()};
    auto const answer = second.reading.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 503U);
    EXPECT_TRUE(answer->whole);
    EXPECT_TRUE(answer->body.ends_with("}\n"));
    EXPECT_EQ(second.reading.rest(), "");
}

}  // namespace
}  // namespace tests
