// How a connection waits for bytes: nothing that comes is missed, in whatever order it comes and however little is asked
// of the kernel; and a connection that rests for the next call is closed by whatever nobody asked for.
#include "gateway/upstream/pool.hpp"
#include "tests/fakes/link.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <gtest/gtest.h>

#include <poll.h>

#include <memory>
#include <string>

namespace tests {
namespace {

using gateway::Error;
using gateway::Upstream;
namespace asio = boost::asio;

constexpr std::chrono::seconds patience{10};
constexpr std::size_t block_bytes = 8;

class Reading : public testing::Test {
protected:
    Reading() : acceptor{context, {asio::ip::address_v4::loopback(), 0}}
    {
        peer = Link::to(acceptor.local_endpoint().port());
        gateway::Socket socket{context};
        acceptor.accept(socket);
        wire = std::make_unique<Upstream>(std::move(socket), clock, block_bytes);
        wire->stream.configure();
    }

    /// What the next read brings; what came before it is used.
    std::string next()
    {
        auto ended = false;
        ec = {};
        auto read = [this]() -> gateway::Task<> {
            wire->use(wire->pending().size());
            wire->make_room();
            co_await wire->fill(patience, ec);
        };
        asio::co_spawn(context, read(), [&ended](std::exception_ptr) { ended = true; });
        while (!ended)
            context.run_one();
        return std::string{wire->pending()};
    }

    /// Until something has come to the wire, and the reactor has seen it.
    void let_it_come()
    {
        pollfd wanted{wire->stream.socket().native_handle(), POLLIN, 0};
        ASSERT_EQ(::poll(&wanted, 1, 10'000), 1);
        context.poll();
    }

    asio::io_context context{1};
    asio::executor_work_guard<gateway::Executor> never_done{context.get_executor()};
    gateway::CoarseClock clock;
    gateway::Acceptor acceptor;
    std::unique_ptr<Link> peer;
    std::unique_ptr<Upstream> wire;
    Error ec;
};

TEST_F(Reading, BytesAndTheEndThatCameTogetherAreBothHeard)
{
    peer->send("abc");
    peer->finish_sending();
    EXPECT_EQ(next(), "abc");
    EXPECT_EQ(next(), "");
    EXPECT_EQ(ec, asio::error::eof);
}

TEST_F(Reading, TheEndAfterADrainedReadIsHeard)
{
    peer->send("abc");
    EXPECT_EQ(next(), "abc");
    peer->finish_sending();
    EXPECT_EQ(next(), "");
    EXPECT_EQ(ec, asio::error::eof);
}

TEST_F(Reading, WhatComesWhileNobodyWaitsIsReadByTheNext)
{
    for (auto const* const text : {"a", "b", "c"}) {
        peer->send(text);
        let_it_come();
        EXPECT_EQ(next(), text);
    }
}

TEST_F(Reading, WhatDidNotFitIsReadByTheNext)
{
    peer->send("0123456789abcdefX");
    EXPECT_EQ(next(), "01234567");
    EXPECT_EQ(next(), "89abcdef");
    EXPECT_EQ(next(), "X");
}

TEST_F(Reading, AResetIsHeard)
{
    peer->send("a");
    EXPECT_EQ(next(), "a");
    peer->reset();
    EXPECT_EQ(next(), "");
    EXPECT_EQ(ec, asio::error::connection_reset);
}

// The process stood still (a long call, a paused machine): the clock is old, bytes are there at once, and a tick comes
// between them and who reads them.
TEST_F(Reading, WhatCameAfterAStallIsThereBehindTheNextTick)
{
    clock.now -= std::chrono::seconds{2};
    peer->send("abc");
    let_it_come();
    auto began = false;
    auto ended = false;
    auto read = [&]() -> gateway::Task<> {
        began = true;
        co_await wire->fill_idle(patience, ec);
    };
    asio::co_spawn(context, read(), [&ended](std::exception_ptr) { ended = true; });
    while (!began)
        context.run_one();
    clock.now = gateway::Steady::now();
    wire->look(clock.now);
    while (!ended)
        context.run_one();
    EXPECT_EQ(wire->pending(), "abc");
}

TEST_F(Reading, ThatStandsIsTheNextCallsOwn)
{
    for (int call = 0; call < 3; ++call) {
        wire->rest();
        context.poll();
        EXPECT_TRUE(wire->wake());
        peer->send("answer");
        EXPECT_EQ(next(), "answer");
    }
}

TEST_F(Reading, AnAnswerThatComesBeforeItIsAwaitedIsKept)
{
    wire->rest();
    EXPECT_TRUE(wire->wake());
    peer->send("early");
    let_it_come();
    EXPECT_EQ(next(), "early");
}

TEST_F(Reading, AnAnswerNobodyAskedForClosesAConnectionThatRests)
{
    wire->rest();
    peer->send("forged");
    let_it_come();
    EXPECT_TRUE(peer->is_ended_by_peer());
    EXPECT_FALSE(wire->wake());
}

TEST_F(Reading, ThePeersEndClosesAConnectionThatRests)
{
    wire->rest();
    peer->finish_sending();
    let_it_come();
    EXPECT_TRUE(peer->is_ended_by_peer());
    EXPECT_FALSE(wire->wake());
}

TEST_F(Reading, AConnectionThatRestedForLongIsLookedAtAgainBeforeItsUse)
{
    wire->rest();
    peer->finish_sending();
    pollfd wanted{wire->stream.socket().native_handle(), POLLIN, 0};
    ASSERT_EQ(::poll(&wanted, 1, 10'000), 1);  // the reactor has not seen it
    clock.now += gateway::tick_length;
    EXPECT_FALSE(wire->wake());
}

TEST_F(Reading, MayOutliveItsConnectionInTheReactor)
{
    wire->rest();
    wire.reset();
    context.poll();
    EXPECT_TRUE(peer->is_ended_by_peer());
}

TEST_F(Reading, GoesWithItsReactor)
{
    auto forever = [](std::unique_ptr<Upstream> owned) -> gateway::Task<> {
        Error failed;
        co_await owned->fill(patience, failed);
    };
    asio::co_spawn(context, forever(std::move(wire)), [](std::exception_ptr) {});
    context.poll();
}

}  // namespace
}  // namespace tests
