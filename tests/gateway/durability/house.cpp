#include "tests/gateway/durability/house.hpp"

#include <boost/json.hpp>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tests {
namespace {

namespace js = boost::json;

std::filesystem::path fresh_folder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "optgate-durable-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    return pattern;
}

std::string encoded(std::string const& address)
{
    std::string text;
    for (char const c : address) {
        if (c == '+') {
            text += "%2B";
        } else if (c == '@') {
            text += "%40";
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace

int rounds_of(char const* variable, int shipped)
{
    auto const* const wanted = std::getenv(variable);
    if (wanted != nullptr) return std::max(1, std::atoi(wanted));
    return sanitized ? std::max(1, shipped / 10) : shipped;
}

bool eventually(std::function<bool()> const& condition)
{
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        ::poll(nullptr, 0, 10);
    }
    return true;
}

std::string Recipient::preferences() const
{
    if (!customer.empty()) return "/api/v1/customers/" + customer + "/preferences";
    return "/api/v1/addresses/" + encoded(address) + "/preferences";
}

Recipient recipient(int i)
{
    auto const number = std::to_string(i);
    Recipient who;
    who.address =
        i % 2 == 0 ? "+1415555" + std::to_string(1000 + i) : "r" + number + "@example.com";
    if (i % 4 >= 2) who.customer = "c" + number;
    return who;
}

std::string choice(Recipient const& who, bool stop)
{
    return std::string{R"({"channel":")"} + (who.has_mail() ? "email" : "sms") +
           R"(","covers":"promotional","state":")" + (stop ? "stop" : "allow") + "\"}";
}

Message message_to(Recipient const& who, std::string const& mark)
{
    if (who.has_mail()) {
        return {
            "/sendgrid/v3/mail/send", "application/json",
            R"({"personalizations":[{"to":[{"email":")" + who.address +
                R"("}]}],"from":{"email":"shop@example.com"},"subject":"s","content":[{"type":"text/plain","value":")" +
                mark + "\"}]}"};
    }
    return {"/twilio/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json",
            "application/x-www-form-urlencoded",
            "To=" + encoded(who.address) + "&From=%2B14155550199&Body=" + mark};
}

House::House() : folder_{fresh_folder()}
{
    std::filesystem::create_directory(store().parent_path());
    configure();
}

House::~House()
{
    if (HasFailure()) {
        auto const all = said();
        constexpr std::size_t most = 4096;
        std::fputs(all.substr(all.size() - std::min(all.size(), most)).c_str(), stderr);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void House::configure(std::string const& more, std::string const& store_keys)
{
    auto const url = "\"http://127.0.0.1:" + std::to_string(upstream_.port()) + "\"\n";
    std::ofstream{configuration()}
        << "[listen]\ngateway = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\n"
        << "threads = 2\n[store]\nurl = \"sqlite:" << store().string() << "\"\n"
        << store_keys << "[providers.twilio]\nupstream = " << url
        << "[providers.sendgrid]\nupstream = " << url << more;
}

int House::serve_to_the_end() const
{
    return Process{{OPTGATE, "serve", "--config", configuration().string()}, errors()}.wait();
}

std::string House::said() const
{
    std::ostringstream text;
    text << std::ifstream{errors()}.rdbuf();
    return text.str();
}

std::size_t House::said(std::string const& text) const
{
    auto const all = said();
    std::size_t times = 0;
    for (auto at = all.find(text); at != std::string::npos; at = all.find(text, at + 1))
        ++times;
    return times;
}

std::optional<Answer> send(Client& client, Recipient const& who, std::string const& mark,
                           std::string const& category)
{
    auto const message = message_to(who, mark);
    Fields fields{{"Content-Type", message.content_type}};
    if (!category.empty()) fields.emplace_back("X-Optgate-Category", category);
    return client.call("POST", message.target, fields, message.body);
}

unsigned choose(Client& admin, Recipient const& who, bool stop)
{
    auto const answer = admin.ask("PUT", who.preferences(), choice(who, stop));
    return answer ? answer->status : 0;
}

std::optional<bool> is_stopped(Client& admin, Recipient const& who)
{
    auto const answer = admin.ask("GET", "/api/v1/addresses/" + encoded(who.address));
    if (!answer || answer->status != 200) return std::nullopt;
    auto const document = js::parse(answer->body);
    for (auto const& cell : document.at("now").as_array()) {
        auto const mine = cell.at("channel") == (who.has_mail() ? "email" : "sms");
        if (mine && cell.at("category") == "marketing") return cell.at("verdict") == "suppress";
    }
    return std::nullopt;
}

bool is_journalled(Client& admin, std::string const& decision)
{
    auto const answer = admin.ask("GET", "/api/v1/journal/" + decision);
    return answer && answer->status == 200 && answer->body.find("\"suppress") != std::string::npos;
}

}  // namespace tests
