// Recipients in a query: those who are kept back are cut out of the target.
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct House {
    House() : gateway{{.providers = "[providers.infobip]\nupstream = \"" + upstream.url() + "\"\n"}}
    {
        gateway.stop_promotional("+41793026727");
    }

    ScriptedUpstream upstream{says(answer_of(200, R"({"messages":[]})"))};
    TestGateway gateway;
};

TEST(RecipientsInAQuery, AreCutThere)
{
    House house;
    auto const get = [&](std::string const& to) {
        return Client{house.gateway.port()}.ask("GET /infobip/sms/1/text/query?from=S&to=" + to +
                                                "&text=Hi+all HTTP/1.1\r\nHost: x\r\n\r\n");
    };
    EXPECT_EQ(get("41793026834,41793026835").status(), 200U);
    EXPECT_EQ(house.upstream.received().back().target(),
              "/sms/1/text/query?from=S&to=41793026834,41793026835&text=Hi+all");
    auto const answer = get("41793026834,41793026727");
    EXPECT_EQ(answer["X-Optgate-Verdict"], "pruned");
    EXPECT_NE(answer.body.find("REJECTED_DESTINATION_BLOCKLISTED"), std::string::npos);
    auto const sent = house.upstream.received().back();
    EXPECT_EQ(sent.target(), "/sms/1/text/query?from=S&to=41793026834&text=Hi+all");
    EXPECT_EQ(sent.count("Content-Length"), 0U);
    EXPECT_EQ(sent.raw.find("41793026727"), std::string::npos);
}

TEST(RecipientsInAQuery, AreCutOfEachCallOnOneConnection)
{
    House house;
    Client caller{house.gateway.port()};
    std::string const call =
        "GET /infobip/sms/3/text/query?to=41793026834,41793026835 HTTP/1.1\r\nHost: x\r\n\r\n";
    EXPECT_EQ(caller.ask(call)["X-Optgate-Verdict"], "delivered");
    house.gateway.stop_promotional("+41793026835");
    EXPECT_EQ(caller.ask(call)["X-Optgate-Verdict"], "pruned");
    EXPECT_EQ(caller.ask(call)["X-Optgate-Verdict"], "pruned");
    auto const received = house.upstream.received();
    ASSERT_EQ(received.size(), 3U);
    EXPECT_EQ(received[0].target(), "/sms/3/text/query?to=41793026834,41793026835");
    EXPECT_EQ(received[2].target(), "/sms/3/text/query?to=41793026834");
}

// Many servers run the same for HEAD as for GET.
TEST(RecipientsInAQuery, CountInAHeadToo)
{
    House house;
    auto const head = [&](std::string const& to) {
        return Client{house.gateway.port()}.ask("HEAD /infobip/sms/1/text/query?from=S&to=" + to +
                                                    "&text=Hi HTTP/1.1\r\nHost: x\r\n\r\n",
                                                true);
    };
    EXPECT_EQ(head("41793026727")["X-Optgate-Verdict"], "suppressed");
    EXPECT_EQ(house.upstream.count(), 0U);
    EXPECT_EQ(head("41793026834")["X-Optgate-Verdict"], "delivered");
    EXPECT_EQ(house.upstream.received().at(0).start,
              "HEAD /sms/1/text/query?from=S&to=41793026834&text=Hi HTTP/1.1");
}

}  // namespace
}  // namespace tests
