// A stop that was acknowledged before the first byte leaves is obeyed, however late it came.
#include "tests/fakes/certificates.hpp"
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

void expect_kept_back(TestGateway const& gateway, Message const& answer)
{
    EXPECT_EQ(answer.status(), 400U);
    EXPECT_EQ(answer["X-Optgate-Verdict"], "suppressed");
    EXPECT_NE(answer.body.find("21610"), std::string::npos);
    auto const journal = gateway.journal();
    ASSERT_EQ(journal.size(), 1U);
    EXPECT_EQ(journal[0].outcome, model::Outcome::suppressed);
    EXPECT_EQ(journal[0].reason, model::Reason::consent_withdrawn);
}

TEST(StopOutrun, ByASendThatWaitsForAPlaceIsObeyed)
{
    Gate gate;
    ScriptedUpstream upstream{[&](Link& link, Message const&) {
        gate.wait();
        return link.send(answer_of(201, "{}"));
    }};
    TestGateway gateway{
        {"[providers.twilio]\nupstream = \"" + upstream.url() + "\"\n", "", "in_flight = 1\n"}};
    Client first{gateway.port()};
    first.link->send(twilio_send(other_phone));
    ASSERT_TRUE(upstream.requests.wait_for(1));
    Client second{gateway.port()};
    second.link->send(twilio_send(stopped_phone));
    Client witness{gateway.port()};  // answered on the same thread: the second waits by now
    EXPECT_EQ(witness.ask("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n").status(), 404U);
    gateway.stop_promotional(std::string{stopped_phone});
    gate.open();
    expect_kept_back(gateway, *second.reading.answer());
    EXPECT_EQ(first.reading.answer()->status(), 201U);
    EXPECT_EQ(upstream.count(), 1U);
}

TEST(StopOutrun, ByASendThatWaitsForTheHandshakeIsObeyed)
{
    auto pattern = (std::filesystem::temp_directory_path() / "optgate-outrun-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    Authority const authority;
    auto const ca = authority.write(std::filesystem::path{pattern} / "ca.pem");
    auto const context = server_context(authority.issue(pattern, "right", "DNS:localhost"));
    Gate gate;
    ScriptedUpstream upstream{says(answer_of(202, "")), [&](Link&) { return gate.wait(); },
                              context.get()};
    TestGateway gateway{{"[providers.sendgrid]\nupstream = \"https://localhost:" +
                         std::to_string(upstream.port()) + "\"\nca_file = \"" + ca + "\"\n"}};
    Client caller{gateway.port()};
    caller.link->send(sendgrid_send({"late@example.com", "other@example.com"}));
    ASSERT_TRUE(upstream.connections.wait_for(1));
    gateway.stop_promotional("late@example.com");
    gate.open();
    auto const answer = caller.reading.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status(), 202U);
    EXPECT_EQ((*answer)["X-Optgate-Verdict"], "pruned");
    ASSERT_EQ(upstream.count(), 1U);
    EXPECT_EQ(upstream.received()[0].body.find("late@"), std::string::npos);
    EXPECT_NE(upstream.received()[0].body.find("other@"), std::string::npos);
    std::filesystem::remove_all(pattern);
}

}  // namespace
}  // namespace tests
