#include "gateway/observe/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <regex>
#include <sstream>
#include <thread>

namespace gateway {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

/// A page as a scraper reads it: each series with its value; every line must be one of the format's three.
std::map<std::string, double> scraped(std::string const& page)
{
    static std::regex const comment{"# (HELP|TYPE) [a-z_]+ .+"};
    static std::regex const sample{
        "([a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})?) (\\S+)"};
    std::map<std::string, double> series;
    std::istringstream lines{page};
    for (std::string line; std::getline(lines, line);) {
        std::smatch parts;
        if (std::regex_match(line, comment)) continue;
        if (std::regex_match(line, parts, sample)) {
            EXPECT_TRUE(series.emplace(parts[1], std::stod(parts[4])).second) << "twice: " << line;
        } else {
            ADD_FAILURE() << "neither comment nor sample: " << line;
        }
    }
    return series;
}

TEST(Metrics, CountsBecomeSeries)
{
    Metrics metrics{"1.2.3"};
    auto const lane = metrics.lane({"twilio"});
    auto& twilio = lane->providers[0];
    twilio.count(SendVerdict::pruned);
    twilio.count(model::Channel::sms, model::Outcome::suppressed, model::Reason::stop_reply, 3);
    twilio.count({{}, {"model", "score 1"}, model::Mark::unsure}, model::Kind::promotional);
    twilio.count({{}, {"header", ""}}, model::Kind::transactional);
    twilio.count(AnsweredBy::provider, 201);
    twilio.count(AnsweredBy::optgate, 503);
    twilio.count(Dialled::reused);
    twilio.body_bytes_in.add(122);
    lane->thread.count(Turned::unknown_path);
    lane->thread.accepted.add();

    auto series = scraped(metrics.text());
    EXPECT_EQ(series.at(R"(optgate_build_info{version="1.2.3"})"), 1);
    EXPECT_EQ(series.at(R"(optgate_sends_total{provider="twilio",verdict="pruned"})"), 1);
    EXPECT_EQ(series.at(R"(optgate_sends_total{provider="twilio",verdict="delivered"})"), 0);
    EXPECT_EQ(
        series.at(
            R"(optgate_recipients_total{provider="twilio",channel="sms",verdict="suppressed",reason="stop_reply"})"),
        3);
    EXPECT_EQ(
        series.at(
            R"(optgate_classified_messages_total{provider="twilio",step="model",kind="promotional",mark="unsure"})"),
        1);
    EXPECT_EQ(
        series.at(
            R"(optgate_classified_messages_total{provider="twilio",step="header",kind="transactional",mark="none"})"),
        1);
    EXPECT_EQ(series.at(R"(optgate_requests_total{provider="twilio",by="provider",status="2xx"})"),
              1);
    EXPECT_EQ(series.at(R"(optgate_requests_total{provider="twilio",by="optgate",status="5xx"})"),
              1);
    EXPECT_EQ(series.at(R"(optgate_upstream_connections_total{provider="twilio",event="reused"})"),
              1);
    EXPECT_EQ(series.at(R"(optgate_body_bytes_total{provider="twilio",direction="in"})"), 122);
    EXPECT_EQ(series.at(R"(optgate_turned_away_total{reason="unknown_path"})"), 1);
    EXPECT_EQ(series.at("optgate_accepted_connections_total"), 1);
}

TEST(Metrics, RecipientsThatNeverHappenedAreLeftOut)
{
    Metrics metrics{"1"};
    auto const lane = metrics.lane({"twilio"});
    EXPECT_THAT(metrics.text(), Not(HasSubstr("optgate_recipients_total{")));
}

TEST(Metrics, EveryFamilySaysWhatItIs)
{
    Metrics metrics{"1"};
    auto const lane = metrics.lane({"twilio"});
    lane->providers[0].count(model::Channel::sms, model::Outcome::delivered,
                             model::Reason::allowed);
    auto const page = metrics.text();
    for (auto const& [series, value] : scraped(page)) {
        auto family = series.substr(0, series.find('{'));
        family = std::regex_replace(family, std::regex{"_(bucket|sum|count)$"}, "");
        EXPECT_THAT(page, HasSubstr("# HELP " + family + " "));
        EXPECT_THAT(page, HasSubstr("# TYPE " + family + " "));
    }
}

TEST(Metrics, LatenciesAreACumulativeHistogram)
{
    Metrics metrics{"1"};
    auto const lane = metrics.lane({"twilio"});
    for (auto const took : {10us, 20us, 20us})
        lane->providers[0].own.add(took);
    lane->providers[0].own.add(100s);

    auto series = scraped(metrics.text());
    auto const bucket = [&](std::string const& le) {
        return series.at(R"(optgate_request_duration_seconds_bucket{provider="twilio",le=")" + le +
                         "\"}");
    };
    EXPECT_EQ(bucket("1.6e-05"), 1);
    EXPECT_EQ(bucket("3.2e-05"), 3);
    EXPECT_EQ(bucket("+Inf"), 4);
    EXPECT_EQ(series.at(R"(optgate_request_duration_seconds_count{provider="twilio"})"), 4);
    EXPECT_NEAR(series.at(R"(optgate_request_duration_seconds_sum{provider="twilio"})"), 100.00005,
                1e-6);
}

TEST(Metrics, LanesAreFoldedByProvidersName)
{
    Metrics metrics{"1"};
    auto const first = metrics.lane({"twilio", "sendgrid"});
    auto const second = metrics.lane({"sendgrid"});
    first->providers[1].count(SendVerdict::delivered);
    second->providers[0].count(SendVerdict::delivered);
    first->thread.connections.add(2);
    second->thread.connections.sub(1);

    auto series = scraped(metrics.text());
    EXPECT_EQ(series.at(R"(optgate_sends_total{provider="sendgrid",verdict="delivered"})"), 2);
    EXPECT_EQ(series.at(R"(optgate_sends_total{provider="twilio",verdict="delivered"})"), 0);
    EXPECT_EQ(series.at(R"(optgate_connections{side="caller"})"), 1);
}

TEST(Metrics, TotalsDontGoBackOnReload)
{
    Metrics metrics{"1"};
    auto lane = metrics.lane({"twilio", "sendgrid"});
    lane->providers[0].count(SendVerdict::delivered);
    lane->providers[0].own.add(20us);
    lane = metrics.lane({"twilio"});
    lane->providers[0].count(SendVerdict::delivered);

    auto series = scraped(metrics.text());
    EXPECT_EQ(series.at(R"(optgate_sends_total{provider="twilio",verdict="delivered"})"), 2);
    EXPECT_EQ(series.at(R"(optgate_sends_total{provider="sendgrid",verdict="delivered"})"), 0);
    EXPECT_EQ(series.at(R"(optgate_request_duration_seconds_count{provider="twilio"})"), 1);
}

TEST(Metrics, AskedNumbersAreAskedAtEachScrape)
{
    Metrics metrics{"1"};
    double addresses = 5;
    metrics.ask(
        {"optgate_index_addresses", "Addresses known", false, [&] { return addresses; }, {}});
    metrics.ask(
        {"optgate_dropped_total", "Dropped", true, [] { return 1.0; }, {{"what", "lines"}}});
    metrics.ask(
        {"optgate_dropped_total", "Dropped", true, [] { return 2.0; }, {{"what", "callbacks"}}});
    EXPECT_EQ(scraped(metrics.text()).at("optgate_index_addresses"), 5);
    addresses = 6;
    auto series = scraped(metrics.text());
    EXPECT_EQ(series.at("optgate_index_addresses"), 6);
    EXPECT_EQ(series.at(R"(optgate_dropped_total{what="lines"})"), 1);
    EXPECT_EQ(series.at(R"(optgate_dropped_total{what="callbacks"})"), 2);

    metrics.forget("optgate_index_addresses");
    EXPECT_FALSE(scraped(metrics.text()).contains("optgate_index_addresses"));
}

TEST(Metrics, TellsOfTheProcess)
{
    Metrics metrics{"1"};
    auto series = scraped(metrics.text());
    EXPECT_GT(series.at("process_resident_memory_bytes"), 1e5);
    EXPECT_GE(series.at("process_open_fds"), 3);
    EXPECT_GE(series.at("process_cpu_seconds_total"), 0);
}

TEST(Metrics, NoCountIsLostWhileLanesComeAndGoAndAreScraped)
{
    constexpr unsigned threads = 4;
    constexpr unsigned lanes = 20;
    constexpr unsigned each = 500;
    Metrics metrics{"1"};
    std::atomic<unsigned> running{threads};
    std::vector<std::thread> workers;
    for (unsigned t = 0; t < threads; ++t) {
        workers.emplace_back([&] {
            for (unsigned l = 0; l < lanes; ++l) {
                auto const lane = metrics.lane({"twilio"});
                for (unsigned i = 0; i < each; ++i)
                    lane->providers[0].count(SendVerdict::delivered);
            }
            --running;
        });
    }
    auto const delivered = [&] {
        auto series = scraped(metrics.text());
        return series[R"(optgate_sends_total{provider="twilio",verdict="delivered"})"];
    };
    double before = 0;
    while (running > 0) {
        auto const now = delivered();
        EXPECT_GE(now, before);
        before = now;
    }
    for (auto& worker : workers)
        worker.join();
    EXPECT_EQ(delivered(), threads * lanes * each);
}

}  // namespace
}  // namespace gateway
