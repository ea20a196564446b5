#include "tests/gateway/pipeline/test_gateway.hpp"

#include "tests/gateway/admin/client.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

namespace tests {
namespace {

std::filesystem::path fresh_folder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "optgate-pipeline-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
}

std::string percent_encoded(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        if (c == '+')
            out += "%2B";
        else
            out += c;
    }
    return out;
}

}  // namespace

TestGateway::TestGateway(Text text) : folder_{fresh_folder()}
{
    ::setenv("OPTGATE_ADMIN_TOKEN", "test-admin-token", 1);
    ::setenv("TEST_CREDENTIAL", "Basic QUMxOnNlY3JldA==", 1);
    ::setenv("TEST_TOKEN", "shop-token", 1);
    assembly_ = std::make_unique<gateway::Assembly>(settings(text), text.resolve);
}

TestGateway::~TestGateway()
{
    assembly_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

gateway::Settings TestGateway::settings(Text const& text) const
{
    auto const toml = "[listen]\ngateway = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\nthreads = " +
                      std::to_string(text.threads) + "\n" + text.listen +
                      "\n[store]\nurl = \"sqlite:" + (folder_ / "test.db").string() +
                      "\"\n[log]\naccess = \"off\"\nlevel = \"off\"\n[limits]\n" + text.limits +
                      "\n[upstream]\n" + text.upstream + "\n" + text.providers;
    auto settings = gateway::parse_settings(toml, "test.toml");
    if (!settings) throw std::runtime_error(settings.error().where + ": " + settings.error().what);
    if (text.adjust) text.adjust(*settings);
    return *std::move(settings);
}

void TestGateway::stop_promotional(std::string const& address, std::string const& channel)
{
    stop_covered(address, channel, "promotional");
}

void TestGateway::stop_all(std::string const& address)
{
    stop_covered(address, "any", "any");
}

void TestGateway::stop_covered(std::string const& address, std::string const& channel,
                               std::string const& covers)
{
    auto const body = R"({"channel":")" + channel + R"(","covers":")" + covers +
                      R"(","state":"stop","source":"web","actor":"test"})";
    auto const answer = tests::send(
        assembly_->admin().port, "PUT",
        "/api/v1/addresses/" + percent_encoded(address) + "/preferences",
        {{"Content-Type", "application/json"}, {"Authorization", "Bearer test-admin-token"}}, body);
    if (answer.status >= 300)
        throw std::runtime_error("no stop: " + std::to_string(answer.status) + answer.body);
}

std::vector<model::JournalEntry> TestGateway::journal() const
{
    auto const store = store::open("sqlite:" + (folder_ / "test.db").string());
    model::JournalQuery query;
    query.limit = 1000;
    return store->reader()->journal(query).entries;
}

std::vector<model::ScoreCount> TestGateway::scores() const
{
    return store::open("sqlite:" + (folder_ / "test.db").string())->reader()->scores();
}

Message Client::ask(std::string_view bytes, bool bodiless)
{
    link->send(bytes);
    return reading.answer(bodiless).value_or(Message{});
}

std::string post(std::string_view target, std::string_view type, std::string_view body,
                 std::string const& fields)
{
    std::string text{"POST "};
    text.append(target)
        .append(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: ")
        .append(type)
        .append("\r\n");
    text.append(fields)
        .append("Content-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
    return text;
}

std::string twilio_send(std::string_view to, std::string const& fields, std::string const& prefix)
{
    return post(prefix + std::string{twilio_path}, form_type,
                "To=" + percent_encoded(to) + "&From=%2B14155550199&Body=Sale+today", fields);
}

std::string sendgrid_send(std::vector<std::string> const& to, std::string const& fields)
{
    std::string list;
    for (auto const& address : to)
        list += (list.empty() ? "" : ",") + (R"({"email":")" + address + R"("})");
    return post(
        "/v3/mail/send", "application/json",
        R"({"personalizations":[{"to":[)" + list +
            R"(]}],"from":{"email":"shop@shop.example"},"subject":"Sale","content":[{"type":"text/plain","value":"Hi"}]})",
        fields);
}

}  // namespace tests
