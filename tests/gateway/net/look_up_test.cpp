// Names become addresses while nobody waits for the slowest of them.
#include "gateway/net/look_up.hpp"
#include "tests/fakes/standing_resolver.hpp"

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

#include <deque>

namespace tests {
namespace {

using gateway::Error;
using gateway::HostAddresses;
using gateway::LookUps;
namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto patient = 10s;
constexpr auto impatient = 20ms;

struct Found {
    bool ended = false;
    Error ec;
    HostAddresses addresses;
};

class LookUp : public testing::Test {
protected:
    /// Begins to look one up; `context` must run for it to end.
    void ask(LookUps& names, std::string host, std::chrono::milliseconds patience, Found& found)
    {
        auto look = [&names, this](std::string name, std::chrono::milliseconds wait,
                                   Found& into) -> gateway::Task<> {
            into.addresses = co_await names.find(context, name, wait, into.ec);
            into.ended = true;
        };
        asio::co_spawn(context, look(std::move(host), patience, found), [](std::exception_ptr) {});
        context.poll();
        context.restart();
    }
    Found found(LookUps& names, std::string host, std::chrono::milliseconds patience)
    {
        Found one;
        ask(names, std::move(host), patience, one);
        while (!one.ended)
            context.run_one();
        context.restart();
        return one;
    }

    StandingResolver resolver;
    asio::io_context context{1};
};

TEST_F(LookUp, AnAddressIsNoName)
{
    LookUps names{1, resolver.resolve()};

    Found four, six;
    ask(names, "192.0.2.7", patient, four);
    ask(names, "2001:db8::7", patient, six);

    EXPECT_TRUE(four.ended && six.ended) << "at once";
    EXPECT_EQ(four.addresses, HostAddresses{asio::ip::make_address("192.0.2.7")});
    EXPECT_EQ(six.addresses, HostAddresses{asio::ip::make_address("2001:db8::7")});
    EXPECT_EQ(resolver.quick().count(), 0U);
}

TEST_F(LookUp, TheSystemKnowsItsOwnName)
{
    LookUps names{1, gateway::ask_system};

    auto const known = found(names, "localhost", patient);
    auto const unknown = found(names, "no-such-host.invalid", patient);

    ASSERT_FALSE(known.addresses.empty());
    EXPECT_TRUE(known.addresses.front().is_loopback());
    EXPECT_EQ(unknown.ec, asio::error::host_not_found);
    EXPECT_TRUE(unknown.addresses.empty());
}

TEST_F(LookUp, ASlowNameHoldsUpNoOther)
{
    LookUps names{2, resolver.resolve()};
    Found slow;
    ask(names, "slow.example", patient, slow);
    ASSERT_TRUE(resolver.slow().wait_for(1));

    auto const quick = found(names, "quick.example", patient);

    EXPECT_FALSE(quick.ec);
    EXPECT_EQ(quick.addresses.size(), 1U);
    EXPECT_FALSE(slow.ended);
}

TEST_F(LookUp, ANameIsAskedForOnceHoweverManyWaitForIt)
{
    LookUps names{3, resolver.resolve()};
    Found all[3];
    for (auto& each : all)
        ask(names, "slow.example", patient, each);
    ASSERT_TRUE(resolver.slow().wait_for(1));
    EXPECT_FALSE(found(names, "quick.example", patient).ec) << "two threads are free";

    resolver.let_go();
    context.run();

    for (auto const& each : all)
        EXPECT_EQ(each.addresses.size(), 1U);
    EXPECT_EQ(resolver.slow().count(), 1U);
}

TEST_F(LookUp, NobodyWaitsLongerThanTheyLike)
{
    LookUps names{1, resolver.resolve()};

    EXPECT_EQ(found(names, "slow.example", impatient).ec, asio::error::timed_out);
    EXPECT_EQ(found(names, "quick.example", impatient).ec, asio::error::timed_out) << "no turn";
}

TEST_F(LookUp, WhatNobodyWaitsForAnyMoreIsNotAskedFor)
{
    LookUps names{1, resolver.resolve()};
    Found slow;
    ask(names, "slow.example", patient, slow);
    ASSERT_TRUE(resolver.slow().wait_for(1));
    EXPECT_EQ(found(names, "given-up.example", impatient).ec, asio::error::timed_out);

    resolver.let_go();
    EXPECT_FALSE(found(names, "wanted.example", patient).ec);

    EXPECT_EQ(resolver.quick().count(), 1U);
}

TEST_F(LookUp, OnlySoManyNamesWait)
{
    LookUps names{1, resolver.resolve()};
    std::deque<Found> all(1'025);
    ask(names, "slow.example", patient, all[0]);
    ASSERT_TRUE(resolver.slow().wait_for(1));
    for (std::size_t i = 1; i < all.size(); ++i)
        ask(names, std::to_string(i) + ".example", patient, all[i]);
    EXPECT_FALSE(all.back().ended);

    EXPECT_EQ(found(names, "one-too-many.example", patient).ec, asio::error::no_buffer_space);
    resolver.let_go();
    context.run();
    EXPECT_FALSE(all.back().ec);
}

TEST_F(LookUp, TheEndWaitsForNoResolver)
{
    Found slow;
    {
        LookUps names{1, resolver.resolve()};
        ask(names, "slow.example", patient, slow);
        ASSERT_TRUE(resolver.slow().wait_for(1));
    }
    context.run();
    EXPECT_EQ(slow.ec, asio::error::operation_aborted);
}

}  // namespace
}  // namespace tests
