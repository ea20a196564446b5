#include "tests/gateway/systems/system.hpp"

#include <cstdlib>
#include <map>
#include <stdexcept>

namespace tests {
namespace {

constexpr auto token = "systems-admin-token";

std::filesystem::path fresh_folder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "optgate-system-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
}

std::string encoded(std::string const& text)
{
    std::string out;
    for (char const c : text) {
        if (c == '+')
            out += "%2B";
        else if (c == '@')
            out += "%40";
        else if (c == ':')
            out += "%3A";
        else
            out += c;
    }
    return out;
}

void replace_all(std::string& text, std::string const& from, std::string const& to)
{
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

bool is_mail(std::string const& address)
{
    return address.find('@') != std::string::npos;
}

}  // namespace

void PrintTo(Row const& row, std::ostream* out)
{
    *out << row.shows;
}

System::System(std::string const& settings) : folder_{fresh_folder()}
{
    ::setenv("OPTGATE_ADMIN_TOKEN", token, 1);
    auto const toml =
        "[listen]\ngateway = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\nthreads = 1\n"
        "[store]\nurl = \"sqlite:" +
        (folder_ / "ledger.db").string() +
        "\"\n[providers.twilio]\nupstream = \"sandbox\"\n"
        "[providers.sendgrid]\nupstream = \"sandbox\"\n"
        "[log]\naccess = \"off\"\nlevel = \"off\"\n" +
        settings;
    auto read = gateway::parse_settings(toml, "system.toml");
    if (!read) throw std::runtime_error(read.error().where + ": " + read.error().what);
    assembly_ = std::make_unique<gateway::Assembly>(*std::move(read));
}

System::~System()
{
    assembly_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string System::filled(std::string text) const
{
    static std::map<std::string, std::string> const words{
        {"c", "c-1042"},           {"d", "d-7"},
        {"phone", "+14155550100"}, {"phone2", "+14155550101"},
        {"home", "+14155550102"},  {"mail", "ada@example.com"}};
    for (auto const& [name, value] : words) {
        replace_all(text, "{" + name + "}", value);
        replace_all(text, "{" + name + "%}", encoded(value));
    }
    return text;
}

void System::did(Did const& step)
{
    auto const target = "/api/v1/" + filled(step.target);
    Headers headers{{"Authorization", std::string{"Bearer "} + token}};
    if (!step.body.empty()) headers.emplace_back("Content-Type", "application/json");
    auto const answer =
        send(assembly_->admin().port, step.method, target, headers, filled(step.body));
    if (step.status != 0) {
        EXPECT_EQ(answer.status, step.status) << step.method << ' ' << target << ' ' << answer.body;
    } else {
        EXPECT_EQ(answer.status / 100, 2u) << step.method << ' ' << target << ' ' << answer.body;
    }
    EXPECT_NE(answer.body.find(filled(step.answers_with)), std::string::npos)
        << step.method << ' ' << target << " answered " << answer.body;
}

Response System::post(Becomes const& wanted) const
{
    auto const to = filled(wanted.to);
    Headers headers{{"X-Optgate-Category", wanted.category}};
    if (!wanted.stream.empty()) headers.emplace_back("X-Optgate-Stream", wanted.stream);
    if (!wanted.customer.empty())
        headers.emplace_back("X-Optgate-Customer", filled(wanted.customer));
    auto const port = assembly_->gateway().port;
    if (is_mail(to)) {
        headers.emplace_back("Content-Type", "application/json");
        return send(port, "POST", "/sendgrid/v3/mail/send", headers,
                    R"({"personalizations":[{"to":[{"email":")" + to +
                        R"("}]}],"from":{"email":"shop@shop.example"},"subject":"s",)"
                        R"("content":[{"type":"text/plain","value":"Hello"}]})");
    }
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return send(port, "POST",
                "/twilio/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json",
                headers, "To=" + encoded(to) + "&From=%2B14155550199&Body=Hello");
}

/// How many messages are at the provider.
std::size_t System::received() const
{
    auto const answer = send(assembly_->admin().port, "GET", "/api/v1/sandbox/messages?limit=1000",
                             {{"Authorization", std::string{"Bearer "} + token}}, "");
    auto const document = answer.json();
    return document.at("items").as_array().size();
}

void System::becomes(Becomes const& expected)
{
    auto const what = expected.category + " to " + filled(expected.to) +
                      (expected.stream.empty() ? "" : ", stream " + expected.stream) +
                      (expected.customer.empty() ? "" : ", for " + filled(expected.customer));
    auto const before = received();
    auto const answer = post(expected);
    bool const delivered = expected.reason.empty();
    EXPECT_EQ(answer.header("x-optgate-verdict"), delivered ? "delivered" : "suppressed")
        << what << ": " << answer.status << ' ' << answer.body;
    EXPECT_EQ(received() - before, delivered ? 1u : 0u) << what;
    if (delivered) return;
    auto const decision = answer.header("x-optgate-decision");
    auto const explained = send(assembly_->admin().port, "GET", "/api/v1/journal/" + decision,
                                {{"Authorization", std::string{"Bearer "} + token}}, "");
    auto const document = explained.json();
    auto const& recipients = document.at("recipients").as_array();
    ASSERT_EQ(recipients.size(), 1u) << what << ' ' << explained.body;
    EXPECT_EQ(recipients[0].at("reason").as_string(), expected.reason) << what;
}

void System::run(Row const& row)
{
    for (auto const& step : row.given)
        did(step);
    for (auto const& expected : row.then)
        becomes(expected);
    for (auto const& step : row.and_then)
        did(step);
}

std::string contact(std::string const& address, std::string const& label)
{
    return R"({"address":")" + address + R"(","label":")" + label + "\"}";
}

Did customer(std::string const& id, std::string const& contacts, std::string const& more)
{
    return {"PUT", "customers/" + id,
            R"({"kind":"customer","name":"Ada","contacts":[)" + contacts + "]" + more + "}"};
}

Did prefers(std::string const& id, std::string const& channel, std::string const& covers,
            std::string const& state, std::string const& more, unsigned status)
{
    return {"PUT", "customers/" + id + "/preferences",
            R"({"channel":")" + channel + R"(","covers":")" + covers + R"(","state":")" + state +
                "\"" + more + "}",
            status};
}

Did replies_stop(std::string const& address)
{
    return {"PUT", "addresses/" + address + "/suppressions",
            R"({"channel":"sms","suppression":"stop_reply","source":"reply"})"};
}

}  // namespace tests
