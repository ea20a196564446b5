// Keys that optgate issues: who shows one is that application, the real one goes out; everybody else is turned away.
#include "providers/auth/scheme.hpp"
#include "providers/email/sendgrid.hpp"
#include "providers/sms/vonage_key.hpp"
#include "providers/wire/basic_auth.hpp"
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace tests {
namespace {

constexpr auto real_twilio = "AC00000000000000000000000000000001:real-token-of-ours";
constexpr auto issued_twilio = "AC00000000000000000000000000000001:issued-to-shop";
constexpr auto real_sendgrid = "SG.real-key-of-ours";

std::string basic(std::string const& pair)
{
    return "Authorization: Basic " + wire::base64(pair) + "\r\n";
}

struct Shown {
    explicit Shown(std::string const& keys = R"(twilio = "env:TEST_ISSUED_TWILIO"
sendgrid = ["env:TEST_ISSUED_SENDGRID", "env:TEST_ISSUED_SENDGRID_NEXT"]
)")
    {
        ::setenv("TEST_REAL_TWILIO", real_twilio, 1);
        ::setenv("TEST_ISSUED_TWILIO", issued_twilio, 1);
        ::setenv("TEST_REAL_SENDGRID", real_sendgrid, 1);
        ::setenv("TEST_ISSUED_SENDGRID", "SG.shop", 1);
        ::setenv("TEST_ISSUED_SENDGRID_NEXT", "SG.shop-next", 1);
        gateway = std::make_unique<TestGateway>(text(keys));
    }
    TestGateway::Text text(std::string const& keys) const
    {
        return {"[providers.twilio]\nupstream = \"" + upstream.url() +
                "\"\ncredential = \"env:TEST_REAL_TWILIO\"\n[providers.sendgrid]\nupstream = \"" +
                upstream.url() +
                "\"\ncredential = \"env:TEST_REAL_SENDGRID\"\n[applications.shop]\n"
                "credentials = [\"env:TEST_CREDENTIAL\"]\n[applications.shop.keys]\n" +
                keys};
    }

    ScriptedUpstream upstream{says(answer_of(201, "{}"))};
    std::unique_ptr<TestGateway> gateway;
};

TEST(IssuedKeys, GiveWayToTheRealOneInSendsAndOtherCalls)
{
    Shown house;
    Client caller{house.gateway->port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone, basic(issued_twilio))).status(), 201U);
    EXPECT_EQ(caller
                  .ask("GET /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1\r\nHost: x\r\n" +
                       basic(issued_twilio) + "\r\n")
                  .status(),
              201U);
    for (auto const* key : {"SG.shop", "SG.shop-next"}) {
        auto const fields = "Authorization: Bearer " + std::string{key} + "\r\n";
        EXPECT_EQ(caller.ask(sendgrid_send({"a@x.example"}, fields)).status(), 201U);
    }
    auto const received = house.upstream.received();
    ASSERT_EQ(received.size(), 4U);
    for (auto const& call : received) {
        EXPECT_EQ(call.count("Authorization"), 1U);
        EXPECT_EQ(call.raw.find("issued"), std::string::npos);
        EXPECT_EQ(call.raw.find("SG.shop"), std::string::npos);
    }
    EXPECT_EQ(received[0]["Authorization"], "Basic " + wire::base64(real_twilio));
    EXPECT_EQ(received[1]["Authorization"], "Basic " + wire::base64(real_twilio));
    EXPECT_EQ(received[2]["Authorization"], "Bearer " + std::string{real_sendgrid});
}

TEST(IssuedKeys, TellWhichApplicationCalls)
{
    Shown house;
    house.gateway->stop_promotional(std::string{stopped_phone});
    Client caller{house.gateway->port()};
    EXPECT_EQ(caller.ask(twilio_send(stopped_phone, basic(issued_twilio))).status(), 400U);
    EXPECT_EQ(house.gateway->journal().at(0).app, "shop");
    auto const as = [&](std::string const& name) {
        return caller
            .ask(twilio_send(other_phone, basic(issued_twilio) + "X-Optgate-App: " + name + "\r\n"))
            .status();
    };
    EXPECT_EQ(as("shop"), 201U);
    EXPECT_EQ(as("default"), 400U);
}

TEST(IssuedKeys, TurnEverybodyElseAwayInTheProvidersWords)
{
    Shown house;
    for (auto const& fields : std::vector<std::string>{"", basic("AC1:guessed"), basic(real_twilio),
                                                       "Authorization: Bearer x\r\n"}) {
        Client caller{house.gateway->port()};
        auto const answer = caller.ask(twilio_send(other_phone, fields));
        EXPECT_EQ(answer.status(), 401U) << fields;
        EXPECT_NE(answer.body.find("20003"), std::string::npos);
    }
    auto const mail = Client{house.gateway->port()}.ask(
        sendgrid_send({"a@x.example"}, "Authorization: Bearer SG.other\r\n"));
    EXPECT_EQ(mail.status(), 401U);
    EXPECT_NE(mail.body.find("authorization grant is invalid"), std::string::npos);
    auto const other = Client{house.gateway->port()}.ask(
        "GET /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(other.status(), 401U);
    EXPECT_EQ(house.upstream.connections.count(), 0U);
    // An application that holds the provider's credential itself is known by its fingerprint.
    EXPECT_EQ(Client{house.gateway->port()}
                  .ask(twilio_send(other_phone, "Authorization: Basic QUMxOnNlY3JldA==\r\n"))
                  .status(),
              201U);
    EXPECT_EQ(house.upstream.received().back()["Authorization"], "Basic QUMxOnNlY3JldA==");
}

/// Vonage's SMS API takes its key among the parameters, too.
struct ShownToVonage {
    explicit ShownToVonage(std::string const& upstream)
    {
        ::setenv("TEST_REAL_VONAGE", "real:real-secret:real-signature", 1);
        ::setenv("TEST_ISSUED_VONAGE", "shop:shop-secret:shop-signature:sha256", 1);
        gateway = std::make_unique<TestGateway>(
            TestGateway::Text{"[providers.vonage]\nupstream = \"" + upstream +
                              "\"\ncredential = \"env:TEST_REAL_VONAGE\"\n"
                              "[applications.shop.keys]\nvonage = \"env:TEST_ISSUED_VONAGE\"\n"});
    }
    std::string ask(std::string const& head, std::string const& body = "") const
    {
        auto const answer = Client{gateway->port()}.ask(
            head + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
            "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        return std::to_string(answer.status()) + " " + answer.body;
    }

    std::unique_ptr<TestGateway> gateway;
};

TEST(IssuedKeys, StandInNoParameterOnTheWayOut)
{
    ScriptedUpstream upstream{says(answer_of(200, "{}"))};
    ShownToVonage const house{upstream.url()};
    EXPECT_TRUE(house
                    .ask("POST /vonage/sms/json",
                         "api_key=shop&to=447700900000&from=S&text=Hi&api_secret=shop-secret")
                    .starts_with("200"));
    EXPECT_TRUE(house.ask("GET /vonage/account/get-balance?api_key=shop&api_secret=shop-secret")
                    .starts_with("200"));
    EXPECT_TRUE(house.ask("POST /vonage/sms/json", "api_key=shop&to=447700900000&api_secret=x")
                    .starts_with("401"));
    auto const received = upstream.received();
    ASSERT_EQ(received.size(), 2U);
    EXPECT_EQ(received[0].body, "to=447700900000&from=S&text=Hi");
    EXPECT_TRUE(received[1].raw.starts_with("GET /account/get-balance? HTTP/1.1\r\n"));
    for (auto const& call : received)
        EXPECT_EQ(call["Authorization"], "Basic " + wire::base64("real:real-secret"));
}

TEST(IssuedKeys, SignAnewWhatASignatureCovers)
{
    ShownToVonage const house{"sandbox"};  // it checks the signature by the real key
    auto const now = std::to_string(std::time(nullptr));
    providers::vonage_api::Parameters const said{{{"api_key", "shop"},
                                                  {"from", "S"},
                                                  {"text", "a=b&c"},
                                                  {"timestamp", now},
                                                  {"to", "447700900000"}}};
    auto const body = "to=447700900000&from=S&text=a%3Db%26c&api_key=shop&timestamp=" + now +
                      "&sig=" +
                      providers::vonage_api::sig_of(
                          said, providers::vonage_api::read_key("k:s:shop-signature:sha256"));

    auto const taken = house.ask("POST /vonage/sms/json", body);

    EXPECT_NE(taken.find(R"("status":"0")"), std::string::npos) << taken;
    EXPECT_TRUE(house.ask("POST /vonage/sms/json", body).starts_with("401"))
        << "the very call again";
    EXPECT_TRUE(house.ask("GET /vonage/sms/json?" + body).starts_with("401"))
        << "and by another method";
    EXPECT_TRUE(house.ask("POST /vonage/sms/json", body + "0").starts_with("401"));
}

TEST(IssuedKeys, AreRevokedByOneChangeAndAReload)
{
    Shown house;
    Client caller{house.gateway->port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone, basic(issued_twilio))).status(), 201U);
    house.gateway->assembly().reload(house.gateway->settings(house.text("")));
    EXPECT_EQ(caller.ask(twilio_send(other_phone, basic(issued_twilio))).status(), 401U);
    EXPECT_EQ(house.upstream.count(), 1U);
}

TEST(IssuedKeys, LeaveNoRealOneInTheEnvironment)
{
    Shown house;
    for (auto const* name : {"TEST_REAL_TWILIO", "TEST_ISSUED_TWILIO", "TEST_REAL_SENDGRID"})
        EXPECT_STREQ(std::getenv(name), "") << name;
}

TEST(IssuedKeys, AreExchangedForTheSandboxWhichAsksForTheRealOne)
{
    ::setenv("TEST_REAL_TWILIO", real_twilio, 1);
    ::setenv("TEST_ISSUED_TWILIO", issued_twilio, 1);
    TestGateway gateway{
        {"[providers.twilio]\nupstream = \"sandbox\"\ncredential = "
         "\"env:TEST_REAL_TWILIO\"\n[applications.shop]\n"
         "keys = {twilio = \"env:TEST_ISSUED_TWILIO\"}\n[applications.own]\n"
         "credentials = [\"env:TEST_CREDENTIAL\"]\n"}};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone, basic(issued_twilio))).status(), 201U);
    auto const own =
        caller.ask(twilio_send(other_phone, "Authorization: Basic QUMxOnNlY3JldA==\r\n"));
    EXPECT_EQ(own.status(), 401U);
    EXPECT_EQ(own["X-Optgate-Verdict"], "delivered");  // by us; the provider says no
}

// A provider whose calls are signed: SendGrid's sends under AWS's signature.
namespace auth = providers::auth;
using providers::Call;

constexpr auto real_key = "AKIDREAL:real-secret-of-ours";
constexpr auto issued_key = "AKIDSHOP:issued-secret";
constinit auth::Scheme const scheme = auth::sigv4("ses");

providers::Dialect const& signed_mail()
{
    static providers::Dialect const dialect = [] {
        auto all = providers::sendgrid;
        all.scheme = &scheme;
        all.deny = [](Call const&, auth::Denial denial, providers::Stamp const&) {
            return providers::Answer{403, {}, "denied " + std::to_string(static_cast<int>(denial))};
        };
        return all;
    }();
    return dialect;
}

std::string denied(auth::Denial denial)
{
    return "denied " + std::to_string(static_cast<int>(denial));
}

model::Time now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

struct Signed {
    explicit Signed(bool with_keys = true, std::string const& more = "")
        : gateway{{.providers = "[providers.sendgrid]\nupstream = \"" + upstream.url() +
                                "\"\n[applications.shop]\n" + more,
                   .adjust = [with_keys](auto& settings) {
                       auto& provider = settings.providers.front();
                       provider.dialect = &signed_mail();
                       if (!with_keys) return;
                       provider.credential = auth::Secret{real_key};
                       provider.holders.push_back({auth::Secret{issued_key}, 1});
                   }}}
    {
        gateway.stop_promotional("b@x.example");
    }

    ScriptedUpstream upstream{says(answer_of(202, "{}"))};
    TestGateway gateway;
};

std::string mail_to(std::vector<std::string> const& to)
{
    auto const whole = sendgrid_send(to);
    return whole.substr(whole.find("\r\n\r\n") + 4);
}

/// A call as an AWS SDK signs it for the address it knows us by.
std::string signed_call(std::string const& method, std::string const& target,
                        std::string const& body, std::string const& key = issued_key,
                        model::Time at = now())
{
    std::vector<providers::Header> const headers{{"Host", "gw.example:81"},
                                                 {"Content-Type", "application/json"}};
    Call const call{.method = method,
                    .path = target,
                    .query = {},
                    .content_type = "application/json",
                    .authorization = {},
                    .body = body,
                    .host = "gw.example:81",
                    .target = target,
                    .headers = headers};
    auto const edits = scheme.sign(scheme, {call, target, "gw.example:81", body}, key, at);
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: gw.example:81\r\n" +
                       "Content-Type: application/json\r\n";
    for (auto const& [name, value] : edits.with)
        text.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

/// Whether the provider would take it.
std::optional<auth::Denial> judged(Message const& sent, std::string const& key)
{
    std::vector<providers::Header> headers;
    for (auto const& [name, value] : sent.fields)
        headers.push_back({name, value});
    auto const authorization = sent["Authorization"];
    auto const host = sent["Host"];
    auto const target = sent.target();
    auto const method = sent.method();
    Call const call{.method = method,
                    .path = target,
                    .query = {},
                    .content_type = {},
                    .authorization = authorization,
                    .body = sent.body,
                    .host = host,
                    .target = target,
                    .headers = headers};
    return scheme.verify(scheme, call, key, {now()}).denial;
}

constexpr auto mail_target = "/sendgrid/v3/mail/send";

TEST(SignedCalls, AreSignedAnewForTheProvidersHost)
{
    Signed house;
    Client caller{house.gateway.port()};
    auto const delivered = mail_to({"a@x.example"});
    auto const pruned = mail_to({"a@x.example", "b@x.example"});
    EXPECT_EQ(caller.ask(signed_call("POST", mail_target, delivered)).status(), 202U);
    auto const answer = caller.ask(signed_call("POST", mail_target, pruned));
    EXPECT_EQ(answer.status(), 202U);
    EXPECT_EQ(answer["X-Optgate-Verdict"], "pruned");
    std::string const large(300'000, 'z');
    EXPECT_EQ(caller.ask(signed_call("PUT", "/sendgrid/v3/templates/1?a=b", large)).status(), 202U);
    EXPECT_EQ(caller.ask(signed_call("GET", "/sendgrid/v3/templates", "")).status(), 202U);
    auto const received = house.upstream.received();
    ASSERT_EQ(received.size(), 4U);
    for (auto const& call : received) {
        EXPECT_EQ(judged(call, real_key), std::nullopt) << call.raw.substr(0, 1000);
        EXPECT_EQ(call["Host"], house.upstream.url().substr(7));
        EXPECT_EQ(call.count("Authorization"), 1U);
        EXPECT_EQ(call.raw.find("AKIDSHOP"), std::string::npos);
        EXPECT_EQ(call.raw.find("real-secret"), std::string::npos);
    }
    EXPECT_EQ(received[0].body, delivered);
    EXPECT_EQ(received[1].body.find("b@x.example"), std::string::npos);
    EXPECT_EQ(received[2].body, large);
    EXPECT_EQ(received[2].target(), "/v3/templates/1?a=b");
    EXPECT_EQ(received[3].count("Content-Length"), 0U);
    EXPECT_EQ(house.gateway.journal().at(0).app, "shop");
}

TEST(SignedCalls, AreDeniedWhereUnsignedForgedAlteredOldOrRepeated)
{
    Signed house;
    auto const ask = [&](std::string const& bytes) {
        return Client{house.gateway.port()}.ask(bytes).body;
    };
    auto const body = mail_to({"a@x.example"});
    auto altered = signed_call("POST", mail_target, body);
    altered.replace(altered.find("a@x.example"), 1, "c");
    auto const good = signed_call("POST", mail_target, body);
    EXPECT_EQ(ask(post(mail_target, "application/json", body)), denied(auth::Denial::missing));
    EXPECT_EQ(ask(signed_call("POST", mail_target, body, "AKIDSHOP:guessed")),
              denied(auth::Denial::mismatched));
    EXPECT_EQ(ask(signed_call("POST", mail_target, body, real_key)), denied(auth::Denial::unknown));
    EXPECT_EQ(ask(altered), denied(auth::Denial::mismatched));
    EXPECT_EQ(
        ask(signed_call("POST", mail_target, body, issued_key, now() - std::chrono::hours{1})),
        denied(auth::Denial::expired));
    EXPECT_EQ(ask("GET /sendgrid/v3/templates HTTP/1.1\r\nHost: x\r\n\r\n"),
              denied(auth::Denial::missing));
    EXPECT_EQ(house.upstream.connections.count(), 0U);
    EXPECT_EQ(ask(good), "{}");
    EXPECT_EQ(ask(good), denied(auth::Denial::repeated));
    EXPECT_EQ(house.upstream.count(), 1U);
    // A client that polls asks the same again.
    auto const poll = signed_call("GET", "/sendgrid/v3/templates", "");
    EXPECT_EQ(ask(poll), "{}");
    EXPECT_EQ(ask(poll), "{}");
}

TEST(SignedCalls, WithoutAKeyOfOursPassToAStandInAsTheyCame)
{
    Signed house{false};
    Client caller{house.gateway.port()};
    auto const bytes = signed_call("POST", mail_target, mail_to({"a@x.example", "b@x.example"}));
    EXPECT_EQ(caller.ask(bytes)["X-Optgate-Verdict"], "pruned");
    EXPECT_EQ(judged(house.upstream.received().back(), issued_key), auth::Denial::mismatched);
    EXPECT_NE(bytes.find(house.upstream.received().back()["Authorization"]), std::string::npos);
}

TEST(SignedCalls, WithoutAKeyOfOursAreNotCutForTheProviderItself)
{
    Signed house{false};
    auto text = TestGateway::Text{
        .providers = "[providers.sendgrid]\nupstream = \"" + house.upstream.url() + "\"\n",
        .adjust = [](auto& settings) {
            static auto const local = [] {
                auto dialect = signed_mail();
                dialect.upstream = "https://127.0.0.1";
                return dialect;
            }();
            settings.providers.front().dialect = &local;
        }};
    house.gateway.assembly().reload(house.gateway.settings(text));
    Client caller{house.gateway.port()};
    auto const cut = signed_call("POST", mail_target, mail_to({"a@x.example", "b@x.example"}));
    auto const answer = caller.ask(cut);
    EXPECT_EQ(answer.status(), 400U);
    EXPECT_NE(answer.body.find("signed"), std::string::npos) << answer.body;
    EXPECT_EQ(house.upstream.count(), 0U);
    EXPECT_EQ(caller.ask(signed_call("POST", mail_target, mail_to({"a@x.example"}))).status(),
              202U);
    house.gateway.stop();
    auto const entries = house.gateway.journal();
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries.front().outcome, model::Outcome::not_sent);
}

TEST(SignedCalls, BeyondTheBodyLimitAreRefused)
{
    Signed house;
    auto head = signed_call("PUT", "/sendgrid/v3/templates/1", "x");
    auto const at = head.find("Content-Length: 1");
    head.replace(at, 17, "Content-Length: 60000000");
    EXPECT_EQ(Client{house.gateway.port()}.ask(head).status(), 413U);
    EXPECT_EQ(house.upstream.connections.count(), 0U);
}

}  // namespace
}  // namespace tests
