// Hosts whose names take long to look up, of providers and of status callbacks: nobody else waits for them.
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/fakes/standing_resolver.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace tests {
namespace {

struct NamesOf : testing::Test {
    TestGateway::Text text(std::string const& twilio_host, std::string const& more = "")
    {
        auto const port = std::to_string(upstream.port());
        return {.providers = "[providers.twilio]\nupstream = \"http://" + twilio_host + ":" + port +
                             "\"\n[providers.sendgrid]\nupstream = \"http://quick.example:" + port +
                             "\"\n" + more,
                .limits = "drain_timeout = \"8s\"\n",
                .upstream = "connect_timeout = \"5s\"\n",
                .resolve = resolver.resolve()};
    }

    ScriptedUpstream upstream{says(answer_of(201, "{}"))};
    StandingResolver resolver;
};

struct NamesOfCallbacks : NamesOf {
    NamesOfCallbacks()
    {
        gateway.stop_promotional(std::string{stopped_phone});
        Client caller{gateway.port()};
        for (auto const* host : {"slow1.example", "slow2.example", "slow3.example"}) {
            auto const answer = caller.ask(post(twilio_path, form_type,
                                                "To=%2B14155550100&From=%2B14155550199&Body=Sale&"
                                                "StatusCallback=http%3A%2F%2F" +
                                                    std::string{host} + "%2F"));
            EXPECT_EQ(answer.status(), 201U);
        }
        EXPECT_TRUE(resolver.slow().wait_for(2));
    }

    TestGateway gateway{text("quick.example",
                             "[applications.default]\nrefusal = \"accept\"\n"
                             "[callbacks]\nallow_private = true\ntimeout = \"8s\"\n")};
};

TEST_F(NamesOfCallbacks, TakeNoThreadFromProviders)
{
    Client caller{gateway.port()};

    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);

    EXPECT_EQ(upstream.count(), 1U);
    EXPECT_EQ(resolver.slow().count(), 2U) << "two threads of their own, and no more";
}

TEST_F(NamesOfCallbacks, AreNotWaitedForByTheEnd)
{
    auto const before = std::chrono::steady_clock::now();
    gateway.stop();  // with the resolver standing still
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{4});
}

TEST_F(NamesOf, AProviderHoldUpNoOther)
{
    TestGateway gateway{text("slow.example")};
    Client waiting{gateway.port()};
    waiting.link->send(twilio_send(other_phone));
    ASSERT_TRUE(resolver.slow().wait_for(1));

    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(sendgrid_send({"ann@example.com"})).status(), 201U);

    resolver.let_go();
    EXPECT_EQ(waiting.reading.answer().value_or(Message{}).status(), 201U);
}

}  // namespace
}  // namespace tests
