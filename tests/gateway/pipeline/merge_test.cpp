// What a dialect may ask of the pipeline beyond the first two: an answer merged from the provider's and our own, calls
// that name nobody, calls that are answered from memory, and URLs that lead back to us.
#include "providers/email/sendgrid.hpp"
#include "tests/fakes/scripted_upstream.hpp"
#include "tests/gateway/pipeline/test_gateway.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <array>

namespace tests {
namespace {

using providers::Answer;
using providers::Call;

std::string gzip(std::string_view plain)
{
    std::array<unsigned char, 4096> packed{};
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = packed.data();
    stream.avail_out = packed.size();
    deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    return {reinterpret_cast<char*>(packed.data()), stream.total_out};
}

/// "heard|kept back: 1"; none where the provider's answer is no "{...}".
std::optional<Answer> merge(Call const&, model::Decision const& decision,
                            providers::RefusalStyle style, providers::ProviderAnswer const& heard,
                            providers::Stamp const&)
{
    EXPECT_EQ(style, providers::RefusalStyle::accept);
    if (!heard.body.starts_with('{')) return std::nullopt;
    std::size_t kept_back = 0;
    for (std::size_t i = 0; i < decision.verdicts.size(); ++i)
        kept_back += decision.delivers(i) ? 0U : 1U;
    Answer answer{207, {}, std::string{heard.body} + "|kept back: " + std::to_string(kept_back)};
    answer.headers.emplace_back("Content-Type", "text/merged");
    return answer;
}

std::optional<Answer> recall(Call const& call, providers::Stamp const& stamp)
{
    if (!call.path.starts_with("/v3/mail/operations/ours")) return std::nullopt;
    Answer answer{200, {}, stamp.id};
    answer.headers.emplace_back("Operation-Location", "https://api.sendgrid.com/v3/ours?a=b");
    return answer;
}

/// SendGrid, were it to do all that.
providers::Dialect const& talkative()
{
    static providers::Dialect const dialect = [] {
        auto all = providers::sendgrid;
        all.merge = merge;
        all.recall = recall;
        all.own_url = "Operation-Location";
        return all;
    }();
    return dialect;
}

struct House {
    explicit House(ScriptedUpstream::Script script, std::string const& more = "")
        : upstream{std::move(script)},
          gateway{
              {.providers = "[providers.sendgrid]\nupstream = \"" + upstream.url() + "\"\n" + more,
               .adjust = [](auto& settings) {
                   settings.providers.front().dialect = &talkative();
                   settings.applications.front().refusal = providers::RefusalStyle::accept;
               }}}
    {
        gateway.stop_promotional("b@x.example");
    }

    ScriptedUpstream upstream;
    TestGateway gateway;
};

std::string send_to(std::vector<std::string> const& to, std::string const& fields = "")
{
    return sendgrid_send(to, fields);
}

std::string const pruned_send =
    send_to({"a@x.example", "b@x.example", "c@x.example"}, "Accept-Encoding: br, gzip\r\n");

TEST(Merging, AnswersOnceAboutAllRecipients)
{
    House house{says(answer_of(200, R"({"a":1})", "X-Request-Id: r1\r\nETag: \"1\"\r\n"))};
    Client caller{house.gateway.port()};
    auto const answer = caller.ask(pruned_send);
    EXPECT_EQ(answer.status(), 207U);
    EXPECT_EQ(answer.body, R"({"a":1}|kept back: 1)");
    EXPECT_EQ(answer["Content-Type"], "text/merged");
    EXPECT_EQ(answer.count("Content-Type"), 1U);
    EXPECT_EQ(answer["X-Request-Id"], "r1");
    EXPECT_EQ(answer.count("ETag"), 0U);
    EXPECT_EQ(answer["X-Optgate-Verdict"], "pruned");
    EXPECT_EQ(house.upstream.received().back()["Accept-Encoding"], "identity");
    EXPECT_EQ(house.upstream.received().back().body.find("b@x.example"), std::string::npos);
    EXPECT_EQ(caller.ask(pruned_send).status(), 207U);  // both connections go on
    EXPECT_EQ(house.upstream.connections.count(), 1U);
}

TEST(Merging, LeavesAnAnswerAloneWhereNobodyWasCutOut)
{
    House house{says(answer_of(200, R"({"a":1})"))};
    Client caller{house.gateway.port()};
    auto const answer = caller.ask(send_to({"a@x.example"}, "Accept-Encoding: br\r\n"));
    EXPECT_EQ(answer.status(), 200U);
    EXPECT_EQ(answer.body, R"({"a":1})");
    EXPECT_EQ(house.upstream.received().back()["Accept-Encoding"], "br");
}

TEST(Merging, ReadsChunksEndlessBodiesAndGzip)
{
    auto const packed = gzip(R"({"z":1})");
    std::string const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    struct {
        std::string bytes;
        std::string merged;
        bool closes = false;
    } const cases[] = {
        {head +
             "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"c\r\n4;x=y\r\n\":1}\r\n0\r\nT: x\r\n\r\n",
         R"({"c":1}|kept back: 1)"},
        {head + "\r\n{\"e\":1}", R"({"e":1}|kept back: 1)", true},
        {head + "Content-Encoding: gzip\r\nContent-Length: " + std::to_string(packed.size()) +
             "\r\n\r\n" + packed,
         R"({"z":1}|kept back: 1)"},
    };
    for (auto const& one : cases) {
        House house{one.closes ? says_and_closes(one.bytes) : says(one.bytes)};
        Client caller{house.gateway.port()};
        auto const answer = caller.ask(pruned_send);
        EXPECT_EQ(answer.status(), 207U);
        EXPECT_EQ(answer.body, one.merged);
        EXPECT_EQ(answer.count("Content-Encoding"), 0U);
        EXPECT_EQ(answer.count("Transfer-Encoding"), 0U);
    }
}

TEST(Merging, RelaysAsItCameWhatCantBeMerged)
{
    std::string const body(300'000, 'x');
    auto const chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n493e0\r\n" + body + "\r\n0\r\n\r\n";
    for (auto const& bytes : std::vector<std::string>{answer_of(200, body), chunked}) {
        House whole{says(bytes)};
        auto const unmergeable = Client{whole.gateway.port()}.ask(pruned_send);
        EXPECT_EQ(unmergeable.status(), 200U);
        EXPECT_EQ(unmergeable.body, body);
        House bounded{says(bytes), "merged_bytes = 100000\n"};
        auto const over = Client{bounded.gateway.port()}.ask(pruned_send);
        EXPECT_EQ(over.status(), 200U);
        EXPECT_EQ(over.body, body);
    }
    House refused{says(answer_of(400, R"({"errors":[]})"))};
    auto const answer = Client{refused.gateway.port()}.ask(pruned_send);
    EXPECT_EQ(answer.status(), 400U);
    EXPECT_EQ(answer.body, R"({"errors":[]})");
    EXPECT_EQ(answer["X-Optgate-Verdict"], "pruned");
}

TEST(Merging, TellsOfAnAnswerThatBrokeOffAndJournalsThatNobodyKnows)
{
    std::string const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    for (auto const& bytes :
         std::vector<std::string>{head + "Content-Length: 100\r\n\r\n{\"a\":",
                                  head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
                                  head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
        House house{says_and_closes(bytes)};
        auto const answer = Client{house.gateway.port()}.ask(pruned_send);
        EXPECT_EQ(answer.status(), 502U);
        EXPECT_EQ(house.upstream.count(), 1U);  // never sent twice
        auto const entries = [&] {
            house.gateway.stop();
            return house.gateway.journal();
        }();
        ASSERT_EQ(entries.size(), 3U);
        EXPECT_EQ(entries.front().outcome, model::Outcome::unknown);
    }
}

TEST(CallsThatNameNobody, PassUntouchedAndAreNoSends)
{
    House house{says(answer_of(200, R"({"a":1})"))};
    house.gateway.stop();
    ScriptedUpstream upstream{says(answer_of(200, R"({"a":1})"))};
    static providers::Dialect const nobody = [] {
        auto dialect = providers::sendgrid;
        dialect.read = [](Call const&) -> model::Result<model::Send> { return model::Send{}; };
        return dialect;
    }();
    TestGateway gateway{
        {.providers = "[providers.sendgrid]\nupstream = \"" + upstream.url() + "\"\n",
         .adjust = [](auto& settings) { settings.providers.front().dialect = &nobody; }}};
    std::string const body(40'000, 'y');
    Client caller{gateway.port()};
    for (auto const& text : std::vector<std::string>{"Action=ListTopics", body}) {
        auto const answer = caller.ask(post("/v3/mail/send", form_type, text));
        EXPECT_EQ(answer.status(), 200U);
        EXPECT_EQ(answer.body, R"({"a":1})");
        EXPECT_EQ(answer.count("X-Optgate-Verdict"), 0U);
        EXPECT_EQ(answer.count("X-Optgate-Decision"), 0U);
        EXPECT_EQ(upstream.received().back().body, text);
    }
    EXPECT_TRUE(gateway.journal().empty());
    upstream.now(closes());
    EXPECT_EQ(caller.ask(post("/v3/mail/send", form_type, "x")).status(), 502U);
}

TEST(Recalling, AnswersForWhatWasNeverSent)
{
    House house{says(answer_of(404, "{}"))};
    Client caller{house.gateway.port()};
    auto const ours =
        caller.ask("GET /sendgrid/v3/mail/operations/ours1 HTTP/1.1\r\nHost: gw:80\r\n\r\n");
    EXPECT_EQ(ours.status(), 200U);
    EXPECT_EQ(ours.body.size(), 32U);
    EXPECT_EQ(ours["Operation-Location"], "http://gw:80/sendgrid/v3/ours?a=b");
    EXPECT_EQ(house.upstream.count(), 0U);
    auto const theirs =
        caller.ask("GET /sendgrid/v3/mail/operations/x HTTP/1.1\r\nHost: gw:80\r\n\r\n");
    EXPECT_EQ(theirs.status(), 404U);
    EXPECT_EQ(house.upstream.count(), 1U);
}

TEST(OwnUrls, LeadBackByTheWayTheCallerCame)
{
    struct {
        std::string said;
        std::string request;
        std::string heard;
    } const cases[] = {
        {"https://contoso.example/emails/operations/1?api-version=2", "/sendgrid/x",
         "http://gw.example:81/sendgrid/emails/operations/1?api-version=2"},
        {"/emails/operations/1", "/sendgrid/x",
         "http://gw.example:81/sendgrid/emails/operations/1"},
        {"https://contoso.example/emails/1", "/v3/mail/send", "http://gw.example:81/emails/1"},
        {"https://contoso.example/emails/1", "http://api.sendgrid.com/v3/x",
         "http://api.sendgrid.com/emails/1"},
        {"urn:x", "/sendgrid/x", "urn:x"},
        {"//other.example/x", "/sendgrid/x", "//other.example/x"},
    };
    for (auto const& one : cases) {
        House house{says(answer_of(202, "{}", "operation-location: " + one.said + "\r\n"))};
        auto const answer = Client{house.gateway.port()}.ask(
            "GET " + one.request + " HTTP/1.1\r\nHost: gw.example:81\r\n\r\n");
        EXPECT_EQ(answer["Operation-Location"], one.heard) << one.request;
        EXPECT_EQ(answer.count("Operation-Location"), 1U);
    }
}

TEST(OwnUrls, LeadToThePublicUrlWhereAProxyEndsTls)
{
    House house{says(answer_of(202, "{}", "Operation-Location: https://contoso.example/x?a\r\n")),
                "public_url = \"https://sms.example/mail/\"\n"};
    auto const heard = [&](std::string const& target) {
        return Client{house.gateway.port()}.ask(
            "GET " + target +
            " HTTP/1.1\r\nHost: gw.example:81\r\nX-Forwarded-Proto: http\r\n\r\n");
    };
    EXPECT_EQ(heard("/sendgrid/y")["Operation-Location"], "https://sms.example/mail/x?a");
    EXPECT_EQ(heard("/sendgrid/v3/mail/operations/ours1")["Operation-Location"],
              "https://sms.example/mail/v3/ours?a=b");
}

}  // namespace
}  // namespace tests
