// Who gets in, and what a request that is none gets.
#include "gateway/admin/routes.hpp"
#include "tests/gateway/admin/house.hpp"

#include <gmock/gmock.h>
#include <set>
#include <thread>

namespace tests {
namespace {
using testing::HasSubstr;
using testing::StartsWith;
using Door = AdminApi;

TEST_F(Door, NeedsAToken)
{
    auto const answer = get("/api/v1/journal", "");

    EXPECT_EQ(answer.status, 401U);
    EXPECT_THAT(answer.header("www-authenticate"), StartsWith("Bearer"));
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
}

TEST_F(Door, KnowsTheTokenOfTheEnvironment)
{
    EXPECT_EQ(get("/api/v1/tokens", "environment-secret").status, 200U);
}

TEST_F(Door, MakesWrongTokensWaitLongerEachTime)
{
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(get("/api/v1/journal", "guess").status, 401U);

    auto const first = get("/api/v1/journal", "guess");
    EXPECT_EQ(first.status, 429U);
    EXPECT_EQ(first.header("retry-after"), "1");

    seconds_ = 1;
    EXPECT_EQ(get("/api/v1/journal", "guess").status, 401U);
    EXPECT_EQ(get("/api/v1/journal", "guess").header("retry-after"), "2");

    seconds_ = 3;
    EXPECT_EQ(get("/api/v1/journal").status, 200U);
    EXPECT_EQ(get("/api/v1/journal", "guess").status, 401U) << "counting begins anew";
}

TEST_F(Door, LetsTheRightTokenInWhileWrongOnesFromThereWait)
{
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(get("/api/v1/journal", "guess").status, 401U);

    EXPECT_EQ(get("/api/v1/journal").status, 200U);
    EXPECT_EQ(get("/api/v1/journal", "guess").status, 429U) << "which changes nothing for others";
}

TEST_F(Door, KnowsAPathByItsMethods)
{
    auto const unknown = get("/api/v1/nothing");
    auto const method = call("PATCH", "/api/v1/customers/c1");

    EXPECT_EQ(unknown.status, 404U);
    EXPECT_EQ(method.status, 405U);
    EXPECT_EQ(method.header("allow"), "PUT, GET, HEAD, DELETE");
}

TEST_F(Door, AnswersHeadAsGetWithoutABody)
{
    auto const answer = call("HEAD", "/api/v1/journal");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_TRUE(answer.body.empty());
    EXPECT_EQ(answer.header("content-length"), std::to_string(get("/api/v1/journal").body.size()));
}

TEST_F(Door, SaysWhereABodyStopsBeingJson)
{
    auto const answer = put("/api/v1/customers/c1", R"({"name": nope})");

    EXPECT_EQ(answer.status, 400U);
    EXPECT_THAT(answer.body, HasSubstr("at byte 9"));
}

TEST_F(Door, RefusesBodiesThatCanBeReadTwoWays)
{
    auto const twice = put("/api/v1/customers/c1", R"({"name":"a","name":"b"})");
    auto const escaped = put("/api/v1/customers/c1", R"({"name":"a","n\u0061me":"b"})");

    EXPECT_EQ(twice.status, 400U);
    EXPECT_THAT(twice.body, HasSubstr("name"));
    EXPECT_EQ(escaped.status, 400U);
}

TEST_F(Door, RefusesWhatIsNoObject)
{
    for (auto const* body : {"[]", "1", "null", "{} {}", "{", "\"\xff\""}) {
        EXPECT_EQ(put("/api/v1/customers/c1", body).status, 400U) << body;
    }
    EXPECT_EQ(put("/api/v1/customers/c1", std::string(40, '[')).status, 400U);
    EXPECT_EQ(put("/api/v1/customers/c1", "").status, 400U);
}

TEST_F(Door, RefusesOtherMediaTypes)
{
    auto const answer = call("PUT", "/api/v1/customers/c1", "name=Ann", "operator-secret",
                             {{"Content-Type", "application/x-www-form-urlencoded"}});

    EXPECT_EQ(answer.status, 415U);
}

TEST_F(Door, RefusesBodiesOverTheLimit)
{
    auto const answer =
        put("/api/v1/customers/c1", R"({"name":")" + std::string(70'000, 'x') + "\"}");

    EXPECT_EQ(answer.status, 413U);
}

TEST_F(Door, AnswersMalformedHttpOnceAndCloses)
{
    EXPECT_THAT(send_raw(port(), "NO\x01NSENSE\r\n\r\n"), StartsWith("HTTP/1.1 400"));
    EXPECT_THAT(send_raw(port(), "GET /healthz HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400"));
    EXPECT_THAT(
        send_raw(port(), "GET /healthz HTTP/1.1\r\nX: " + std::string(20'000, 'y') + "\r\n\r\n"),
        StartsWith("HTTP/1.1 431"));
}

TEST_F(Door, ServesPipelinedRequestsInOrder)
{
    auto const answer = send_raw(port(),
                                 "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                                 "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(answer, HasSubstr("HTTP/1.1 404"));
}

TEST_F(Door, AsksForABodyThatWaitsToBeAskedFor)
{
    auto const answer = send_raw(port(),
                                 "PUT /api/v1/customers/c1 HTTP/1.1\r\nHost: a\r\n"
                                 "Authorization: Bearer operator-secret\r\nExpect: 100-continue\r\n"
                                 "Content-Length: 2\r\nConnection: close\r\n\r\n{}");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 100"));
    EXPECT_THAT(answer, HasSubstr("HTTP/1.1 201"));
}

TEST_F(Door, TakesNoBodyOfWhoMayNotComeIn)
{
    auto const head = [](std::string const& token, std::string const& more) {
        return "POST /api/v1/bulk HTTP/1.1\r\nHost: a\r\n" + token + more + "\r\n\r\n";
    };
    std::string const viewer = "Authorization: Bearer viewer-secret\r\n";
    std::string const large = "Content-Length: 15000000";

    // Each gets its answer, and the connection's end, for its head alone.
    EXPECT_THAT(send_raw(port(), head("", large)), StartsWith("HTTP/1.1 401"));
    EXPECT_THAT(send_raw(port(), head("", "Transfer-Encoding: chunked")),
                StartsWith("HTTP/1.1 401"));
    EXPECT_THAT(send_raw(port(), head("", "Content-Length: 2\r\nExpect: 100-continue")),
                StartsWith("HTTP/1.1 401"));
    EXPECT_THAT(send_raw(port(), head(viewer, large)), StartsWith("HTTP/1.1 403"));
    EXPECT_THAT(send_raw(port(), "POST /nothing HTTP/1.1\r\nHost: a\r\n" + large + "\r\n\r\n"),
                StartsWith("HTTP/1.1 404"));
}

TEST_F(Door, DropsAShortBodyOfWhoMayNotComeInAndHearsThemAgain)
{
    auto const answer = send_raw(port(),
                                 "PUT /api/v1/customers/c1 HTTP/1.1\r\nHost: a\r\n"
                                 "Content-Length: 2\r\n\r\n{}"
                                 "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 401"));
    EXPECT_THAT(answer, HasSubstr("HTTP/1.1 200"));
}

TEST_F(Door, HealthNeedsNoToken)
{
    EXPECT_EQ(get("/healthz", "").status, 200U);
    EXPECT_EQ(get("/readyz", "").status, 200U);
    EXPECT_THAT(get("/metrics", "").body, HasSubstr("optgate_sends_total"));
    EXPECT_EQ(get("/api/v1/openapi.json", "").status, 200U);
}

TEST_F(Door, IsNotReadyWhereSendsAreNotTaken)
{
    ready_ = false;

    EXPECT_EQ(get("/readyz", "").status, 503U);
    EXPECT_EQ(get("/healthz", "").status, 200U);
}

TEST_F(Door, ShowsTheSandboxToOperators)
{
    EXPECT_EQ(get("/api/v1/sandbox/messages?limit=5").json().at("limit"), 5);
    EXPECT_EQ(get("/api/v1/sandbox/messages", "viewer-secret").status, 403U);
}

TEST_F(Door, LetsInAndTakesChangesWhileEveryQueryWaitsForTheDisk)
{
    EXPECT_EQ(get("/api/v1/tokens", "admin-secret").status, 200U);
    store_->hold();
    std::vector<std::thread> queries;
    for (int i = 0; i < 3; ++i) {  // more than there are threads for them
        queries.emplace_back([this] { EXPECT_EQ(get("/api/v1/journal").status, 200U); });
    }
    ASSERT_TRUE(store_->waiting().wait_for(settings_.admin.readers));
    seconds_ = 5;  // the tokens are looked at anew

    EXPECT_EQ(put("/api/v1/addresses/a%40b.com/preferences",
                  R"({"channel":"any","covers":"any","state":"stop"})")
                  .status,
              200U);
    EXPECT_EQ(put("/api/v1/customers/c1", R"({"name":"Ann"})").status, 201U);

    store_->let_go();
    for (auto& query : queries)
        query.join();
}

TEST_F(Door, TakesNewSettingsForTheNextCall)
{
    auto settings = settings_;
    settings.streams = model::Streams{{{"autoresponder", false, {}, false}}};
    server_->use(std::make_shared<gateway::Settings const>(settings));

    auto const answer = put("/api/v1/addresses/a%40b.com/preferences",
                            R"({"channel":"any","covers":"stream:autoresponder","state":"stop"})");

    EXPECT_EQ(answer.status, 200U);
}

TEST_F(Door, StopsGracefullyAndIsGoneThen)
{
    auto const where = port();
    EXPECT_EQ(get("/healthz", "").status, 200U);

    server_->stop();

    EXPECT_ANY_THROW(send(where, "GET", "/healthz", {}, ""));
}

TEST(DoorToNowhere, SaysWhyItCantListen)
{
    auto const folder = std::filesystem::temp_directory_path() / "optgate-no-listen.db";
    auto const store = store::open("sqlite:" + folder.string());
    store::Index index{store->secret()};
    store::GroupCommit commit{store->writer(), index, {}};
    auto settings = small_settings();
    settings.listen.admin_tls = {"/nonexistent.pem", "/nonexistent.key"};

    EXPECT_THROW(gateway::admin::Server({std::make_shared<gateway::Settings const>(settings),
                                         *store,
                                         commit,
                                         index,
                                         {},
                                         {},
                                         {}}),
                 std::runtime_error);
    std::filesystem::remove(folder);
}

TEST_F(Door, OpenApiDescribesEveryPathThatIsServed)
{
    auto const& paths = api_->document().at("paths").as_object();

    std::set<std::string_view> patterns;
    for (auto const& route : gateway::admin::routes())
        patterns.insert(route.pattern);
    EXPECT_EQ(paths.size(), patterns.size());
    for (auto const& [path, item] : paths) {
        std::string target{path};
        for (auto brace = target.find('{'); brace != std::string::npos; brace = target.find('{')) {
            target.replace(brace, target.find('}') - brace + 1, "x%40example.com");
        }
        auto const allowed = call("BREW", target).header("allow");
        for (auto const& [method, operation] : item.as_object()) {
            if (method == "parameters") continue;
            std::string name{method};
            std::transform(name.begin(), name.end(), name.begin(), ::toupper);
            EXPECT_THAT(allowed, HasSubstr(name)) << target;
        }
    }
}

}  // namespace
}  // namespace tests
