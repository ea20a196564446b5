// TLS on both sides: who can't prove to be the provider gets nothing; sessions are taken up again; nothing below 1.2.
#include "tests/fakes/certificates.hpp"
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

class Tls : public testing::Test {
protected:
    Tls()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "optgate-tls-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder = pattern;
        trusted = authority.write(folder / "ca.pem");
    }
    ~Tls() override { std::filesystem::remove_all(folder); }

    TestGateway::Text to(ScriptedUpstream const& upstream, std::string const& ca_file) const
    {
        TestGateway::Text text;
        text.providers = "[providers.twilio]\nupstream = \"https://localhost:" +
                         std::to_string(upstream.port()) + "\"\nca_file = \"" + ca_file + "\"\n";
        text.upstream = "connect_timeout = \"2s\"\nresponse_timeout = \"2s\"\n";
        return text;
    }

    std::filesystem::path folder;
    Authority authority;
    std::string trusted;
};

void expect_refused_unsent(TestGateway& gateway, ScriptedUpstream& upstream)
{
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 502U);
    EXPECT_EQ(upstream.count(), 0U);
    auto const journal = gateway.journal();
    ASSERT_EQ(journal.size(), 1U);
    EXPECT_EQ(journal[0].outcome, model::Outcome::not_sent);
}

TEST_F(Tls, AProviderVouchedForIsSpokenTo)
{
    auto const context = server_context(authority.issue(folder, "right", "DNS:localhost"));
    std::string name;
    bool resumed = false;
    ScriptedUpstream upstream{
        [&](Link& link, Message const&) {
            if (auto const* asked = SSL_get_servername(link.tls(), TLSEXT_NAMETYPE_host_name))
                name = asked;
            resumed = SSL_session_reused(link.tls()) == 1;
            link.send(answer_of(201, "{}", "Connection: close\r\n"));
            return false;
        },
        {},
        context.get()};
    TestGateway gateway{to(upstream, trusted)};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    EXPECT_EQ(name, "localhost");
    EXPECT_FALSE(resumed);
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    EXPECT_TRUE(resumed);
    EXPECT_EQ(upstream.connections.count(), 2U);
}

TEST_F(Tls, AProviderOfAnotherAuthorityGetsNothing)
{
    Authority const stranger;
    auto const context = server_context(stranger.issue(folder, "stranger", "DNS:localhost"));
    ScriptedUpstream upstream{says(answer_of(201, "{}")), {}, context.get()};
    TestGateway gateway{to(upstream, trusted)};
    expect_refused_unsent(gateway, upstream);
}

TEST_F(Tls, AProviderOfAnotherNameGetsNothing)
{
    auto const context = server_context(authority.issue(folder, "other", "DNS:api.example.com"));
    ScriptedUpstream upstream{says(answer_of(201, "{}")), {}, context.get()};
    TestGateway gateway{to(upstream, trusted)};
    expect_refused_unsent(gateway, upstream);
}

TEST_F(Tls, AProviderThatSpeaksOnlyTls11GetsNothing)
{
    auto const context = server_context(authority.issue(folder, "old", "DNS:localhost"));
    SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
    SSL_CTX_set_security_level(context.get(), 0);
    ScriptedUpstream upstream{says(answer_of(201, "{}")), {}, context.get()};
    TestGateway gateway{to(upstream, trusted)};
    expect_refused_unsent(gateway, upstream);
}

TEST_F(Tls, AnAnswerNobodyAskedForInTheSameSegmentIsNotTakenForTheNext)
{
    auto const context = server_context(authority.issue(folder, "right", "DNS:localhost"));
    ScriptedUpstream upstream{[](Link& link, Message const&) {
                                  link.cork(true);  // two records, one segment
                                  link.send(answer_of(201, "{}"));
                                  auto const sent = link.send(answer_of(299, "{\"forged\":true}"));
                                  link.cork(false);
                                  return sent;
                              },
                              {},
                              context.get()};
    TestGateway gateway{to(upstream, trusted)};
    Client caller{gateway.port()};
    for (std::size_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
        EXPECT_EQ(upstream.connections.count(), i);
    }
}

TEST_F(Tls, ConnectionsAreKeptForTheNextSend)
{
    auto const context = server_context(authority.issue(folder, "right", "DNS:localhost"));
    ScriptedUpstream upstream{says(answer_of(201, "{}")), {}, context.get()};
    TestGateway gateway{to(upstream, trusted)};
    Client caller{gateway.port()};
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
    EXPECT_EQ(upstream.connections.count(), 1U);
}

TEST_F(Tls, CallersAreServedResumedAndHeldToTls12)
{
    ScriptedUpstream upstream{says(answer_of(201, "{}"))};
    auto const files = authority.issue(folder, "gateway", "DNS:localhost");
    TestGateway::Text text;
    text.providers = "[providers.twilio]\nupstream = \"" + upstream.url() + "\"\n";
    text.listen =
        "tls_certificate = \"" + files.certificate + "\"\ntls_key = \"" + files.key + "\"\n";
    TestGateway gateway{text};
    auto const context = client_context(trusted);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT);

    SSL_SESSION* session = nullptr;
    {
        Client caller{gateway.port()};
        ASSERT_TRUE(caller.link->secure_as_client(context.get(), "localhost"));
        EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
        EXPECT_EQ(caller.ask(twilio_send(other_phone) + twilio_send(other_phone)).status(), 201U);
        EXPECT_EQ(caller.reading.answer()->status(), 201U);
        session = SSL_get1_session(caller.link->tls());
    }
    {
        Client caller{gateway.port()};
        ASSERT_TRUE(caller.link->secure_as_client(context.get(), "localhost", session));
        EXPECT_EQ(SSL_session_reused(caller.link->tls()), 1);
    }
    SSL_SESSION_free(session);

    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
    SSL_CTX_set_security_level(context.get(), 0);
    Client old{gateway.port()};
    EXPECT_FALSE(old.link->secure_as_client(context.get(), "localhost"));
    Client plain{gateway.port()};
    EXPECT_EQ(plain.ask(twilio_send(other_phone)).status(), 0U);
    EXPECT_EQ(upstream.count(), 3U);
}

TEST_F(Tls, BodiesOfEverySizePassWholeBothWays)
{
    auto const served = server_context(authority.issue(folder, "right", "DNS:localhost"));
    ScriptedUpstream upstream{
        [](Link& link, Message const& request) { return link.send(answer_of(200, request.body)); },
        {},
        served.get()};
    auto const files = authority.issue(folder, "gateway", "DNS:localhost");
    auto text = to(upstream, trusted);
    text.listen =
        "tls_certificate = \"" + files.certificate + "\"\ntls_key = \"" + files.key + "\"\n";
    TestGateway gateway{text};
    auto const context = client_context(trusted);
    Client caller{gateway.port()};
    ASSERT_TRUE(caller.link->secure_as_client(context.get(), "localhost"));
    for (std::size_t const size :
         {0U, 1U, 4'096U, 16'383U, 16'384U, 16'385U, 131'073U, 3'000'000U}) {
        std::string body(size, 'x');
        for (std::size_t i = 0; i < size; i += 97)
            body[i] = static_cast<char>('a' + i % 26);
        EXPECT_EQ(caller.ask(post("/twilio/x", "text/plain", body)).body, body) << size;
        body = "From=ACME&To=%2B14155550101&Body=" + body;
        EXPECT_EQ(caller.ask(post(twilio_path, form_type, body)).body, body) << size;
    }
    EXPECT_EQ(upstream.connections.count(), 1U);
}

TEST_F(Tls, AProviderProvesAnAddressByItsCertificate)
{
    auto const context = server_context(authority.issue(folder, "address", "IP:127.0.0.1"));
    ScriptedUpstream upstream{says(answer_of(201, "{}")), {}, context.get()};
    auto text = to(upstream, trusted);
    text.providers.replace(text.providers.find("localhost"), 9, "127.0.0.1");
    TestGateway gateway{text};
    Client caller{gateway.port()};
    EXPECT_EQ(caller.ask(twilio_send(other_phone)).status(), 201U);
}

}  // namespace
}  // namespace tests
