// The sandbox as SendGrid. Shapes: the provider's OpenAPI document, v3 mail.
#include "gateway/sandbox/sandbox.hpp"
#include "tests/gateway/sandbox/client.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace {

using gateway::Sandbox;
using namespace sandbox_test;
namespace json = boost::json;

Request mail(std::string body)
{
    Request request{http::verb::post, "/v3/mail/send", 11};
    request.set(http::field::host, "api.sendgrid.com");
    request.set(http::field::authorization, "Bearer SG.x");
    request.set(http::field::content_type, "application/json");
    request.body() = std::move(body);
    return request;
}

std::string body_with(std::string const& personalizations, std::string const& more = {})
{
    return R"({"from":{"email":"shop@shop.example"},"subject":"s","personalizations":)" +
           personalizations + R"(,"content":[{"type":"text/plain","value":"x"}])" + more + "}";
}

std::string gzipped(std::string_view text)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(text.size() + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

class SendGrid : public testing::Test {
protected:
    Response ask(Request const& request) { return client.ask(request); }
    json::value recipients()
    {
        return json::parse(sandbox.messages(1)).at("items").at(0).at("recipients");
    }

    Sandbox sandbox;
    Client client{sandbox.port()};
};

TEST_F(SendGrid, AcceptsAMailWithAnIdAndNoBody)
{
    auto const response = ask(mail(body_with(R"([{"to":[{"email":"alice@example.com"}]}])")));

    EXPECT_EQ(response.result_int(), 202U);
    EXPECT_FALSE(response["X-Message-Id"].empty());
    EXPECT_TRUE(response.body().empty());
    EXPECT_EQ(recipients(), json::array{"alice@example.com"});
}

TEST_F(SendGrid, SandboxModeIsOnlyChecked)
{
    auto const response =
        ask(mail(body_with(R"([{"to":[{"email":"alice@example.com"}]}])",
                           R"(,"mail_settings":{"sandbox_mode":{"enable":true}})")));

    EXPECT_EQ(response.result_int(), 200U);
    EXPECT_EQ(ask(mail(body_with(R"([{"to":[{"email":"a@b"}]}])",
                                 R"(,"mail_settings":{"sandbox_mode":{"enable":false}})")))
                  .result_int(),
              202U);
}

TEST_F(SendGrid, ReadsCompressedMail)
{
    auto request = mail(gzipped(body_with(R"([{"to":[{"email":"alice@example.com"}]}])")));
    request.set(http::field::content_encoding, "gzip");

    EXPECT_EQ(ask(request).result_int(), 202U);
    EXPECT_EQ(recipients(), json::array{"alice@example.com"});

    request.body().resize(request.body().size() / 2);
    EXPECT_EQ(ask(request).result_int(), 400U);
}

TEST_F(SendGrid, SeesRecipientsBehindEqualKeys)
{
    ask(mail(body_with(
        R"([{"to":[{"email":"one@x.example"}],"to":[{"email":"two@x.example","email":"three@x.example"}]}])",
        R"(,"personalizations":[{"to":[{"email":"four@x.example"}],"bcc":[{"email":"\u0066ive@x.example"}]}])")));

    EXPECT_EQ(recipients(), (json::array{"one@x.example", "two@x.example", "three@x.example",
                                         "four@x.example", "five@x.example"}));
}

TEST_F(SendGrid, SeesRecipientsBeforeTheBreakOfABrokenBody)
{
    auto const response = ask(mail(R"({"personalizations":[{"to":[{"email":"one@x.example"}]}],)"));

    EXPECT_EQ(response.result_int(), 400U);
    EXPECT_EQ(recipients(), json::array{"one@x.example"});
}

struct Refusal {
    std::string body;
    json::value field;
};

TEST_F(SendGrid, RefusesMailsThatLackSomething)
{
    std::string const to = R"("to":[{"email":"a@x.example"}])";
    for (auto const& [body, field] : std::vector<Refusal>{
             {"{", nullptr},
             {"[]", nullptr},
             {body_with("[{" + to + "}]") + "x", nullptr},
             {R"({"from":{"email":"a@b"}})", "personalizations"},
             {body_with("[]"), "personalizations"},
             {body_with("[null]"), "personalizations.0"},
             {body_with("[{}]"), "personalizations.0.to"},
             {body_with(R"([{"to":[]}])"), "personalizations.0.to"},
             {body_with(R"([{"to":["a@b"]}])"), "personalizations.0.to.0"},
             {body_with(R"([{"to":[{"name":"a"}]}])"), "personalizations.0.to.0.email"},
             {body_with(R"([{"to":[{"email":"nobody"}]}])"), "personalizations.0.to.0.email"},
             {body_with("[{" + to + R"(,"cc":[]}])"), "personalizations.0.cc"},
             {body_with("[{" + to + R"(,"bcc":{}}])"), "personalizations.0.bcc"},
             {body_with("[{" + to + R"(,"cc":[{"email":"A@x.example"}]}])"), "personalizations.0"},
             {R"({"personalizations":[{)" + to +
                  R"(}],"content":[{"type":"text/plain","value":"x"}]})",
              "from.email"},
             {R"({"personalizations":[{)" + to +
                  R"(}],"from":{"email":"x"},"content":[{"type":"t","value":"x"}]})",
              "from.email"},
             {R"({"personalizations":[{)" + to + R"(}],"from":{"email":"a@b"}})", "content"},
             {R"({"personalizations":[{)" + to +
                  R"(}],"from":{"email":"a@b"},"content":[{"type":"t","value":""}]})",
              "content.0.value"},
         }) {
        auto const response = ask(mail(body));
        ASSERT_EQ(response.result_int(), 400U) << body;
        auto const error = object_of(response).at("errors").at(0).as_object();
        EXPECT_EQ(error.at("field"), field) << body;
        EXPECT_TRUE(error.at("message").is_string());
        EXPECT_TRUE(error.at("help").is_null());
    }
}

TEST_F(SendGrid, TakesATemplateInsteadOfContent)
{
    EXPECT_EQ(
        ask(mail(
                R"({"personalizations":[{"to":[{"email":"a@b"}]}],"from":{"email":"a@b"},"template_id":"d-1"})"))
            .result_int(),
        202U);
}

std::string personalizations(int count)
{
    std::string text = "[";
    for (int i = 0; i < count; ++i) {
        if (i > 0) text += ',';
        text += R"({"to":[{"email":"user)" + std::to_string(i) + R"(@example.com"}]})";
    }
    return text + "]";
}

TEST_F(SendGrid, TakesAThousandPersonalizationsAndNoMore)
{
    EXPECT_EQ(ask(mail(body_with(personalizations(1000)))).result_int(), 202U);
    EXPECT_EQ(recipients().as_array().size(), 1000U);
    EXPECT_EQ(ask(mail(body_with(personalizations(1001)))).result_int(), 400U);
}

TEST_F(SendGrid, AsksForCredentials)
{
    auto request = mail(body_with(R"([{"to":[{"email":"a@b"}]}])"));
    request.erase(http::field::authorization);

    auto const response = ask(request);

    EXPECT_EQ(response.result_int(), 401U);
    EXPECT_EQ(object_of(response).at("errors").at(0).at("message"), "authorization required");
}

TEST_F(SendGrid, RefusesMailsOverThirtyMegabytes)
{
    EXPECT_EQ(ask(mail(std::string(30 * 1024 * 1024 + 1, ' '))).result_int(), 413U);
}

TEST_F(SendGrid, MakesBatchIds)
{
    auto request = mail("");
    request.target("/v3/mail/batch");
    auto const made = ask(request);
    EXPECT_EQ(made.result_int(), 201U);
    EXPECT_TRUE(object_of(made).at("batch_id").is_string());

    request.method(http::verb::get);
    request.target("/v3/mail/send");
    EXPECT_EQ(ask(request).result_int(), 405U);
}

}  // namespace
