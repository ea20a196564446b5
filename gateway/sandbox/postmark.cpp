#include "gateway/sandbox/postmark.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/mime.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <ctime>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

constexpr std::size_t most_letters = 500;
constexpr std::size_t most_recipients = 50;

std::string time_of(Moment moment)
{
    std::tm parts{};
    gmtime_r(&moment.now, &parts);
    std::array<char, 40> text{};
    auto const length =
        std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S.0000000+00:00", &parts);
    return {text.data(), length};
}

std::string uuid()
{
    auto id = random_hex(16);
    for (std::size_t const at : {8U, 13U, 18U, 23U})
        id.insert(at, "-");
    return id;
}

std::string text_at(json::object const& letter, std::string_view key)
{
    auto const* const value = letter.if_contains(key);
    auto const* const text = value ? value->if_string() : nullptr;
    return text ? std::string{*text} : std::string{};
}

std::vector<std::string> recipients_of(json::object const& letter)
{
    std::vector<std::string> found;
    for (auto const* key : {"To", "Cc", "Bcc"}) {
        for (auto& address : read_addresses(text_at(letter, key)))
            found.push_back(std::move(address));
    }
    return found;
}

json::object problem(int code, std::string_view message)
{
    return {{"ErrorCode", code}, {"Message", message}};
}

/// What is said of one letter; `shared` holds what bulk letters have in common.
json::object judge(json::object const& letter, json::object const& shared, Moment moment)
{
    auto const recipients = recipients_of(letter);
    auto const given = [&](std::string_view key) {
        return letter.contains(key) || shared.contains(key);
    };
    if (!given("From")) return problem(300, "Invalid 'From' value.");
    if (recipients.empty()) return problem(300, "Zero recipients specified");
    if (recipients.size() > most_recipients) return problem(300, "Too many recipients specified.");
    for (auto const& address : recipients) {
        if (address.find('@') == std::string::npos)
            return problem(300, "Error parsing 'To': Illegal email address.");
    }
    bool const has_content =
        given("TextBody") || given("HtmlBody") || given("TemplateId") || given("TemplateAlias");
    if (!has_content) return problem(300, "Provide either email TextBody or HtmlBody or both.");
    return {{"To", text_at(letter, "To")},
            {"SubmittedAt", time_of(moment)},
            {"MessageID", uuid()},
            {"ErrorCode", 0},
            {"Message", "OK"}};
}

Reply one(json::object const& letter, Moment moment)
{
    auto const result = judge(letter, {}, moment);
    auto reply = json_reply(result.at("ErrorCode").to_number<int>() == 0 ? 200 : 422, result);
    reply.recipients = recipients_of(letter);
    return reply;
}

Reply many(json::array const& letters, json::object const& shared, bool is_bulk, Moment moment)
{
    if (letters.size() > most_letters && !is_bulk) {
        return postmark_error(422, 410, "Too many batch messages.");
    }
    Reply reply;
    json::array results;
    for (auto const& value : letters) {
        auto const* const letter = value.if_object();
        results.push_back(letter ? judge(*letter, shared, moment) : problem(402, "Invalid JSON."));
        auto found = letter ? recipients_of(*letter) : std::vector<std::string>{};
        reply.recipients.insert(reply.recipients.end(), found.begin(), found.end());
    }
    reply.headers = {{"Content-Type", "application/json"}};
    reply.body = json::serialize(results);
    if (is_bulk) {
        reply.body = json::serialize(
            json::object{{"ID", uuid()}, {"Status", "Accepted"}, {"SubmittedAt", time_of(moment)}});
    }
    return reply;
}

bool is_path(std::string_view path, std::string_view name)
{
    if (path.ends_with('/')) path.remove_suffix(1);
    return boost::beast::iequals(path, name);
}

Reply judge_body(Call const& call, Moment moment)
{
    boost::system::error_code failed;
    auto const body = json::parse(call.body, failed);
    if (failed) return postmark_error(422, 402, "Invalid JSON.");
    auto const* const object = body.if_object();
    auto const* const array = body.if_array();
    if (is_path(call.path, "/email/batch")) {
        return array ? many(*array, {}, false, moment) : postmark_error(422, 402, "Invalid JSON.");
    }
    if (!object) return postmark_error(422, 402, "Invalid JSON.");
    if (is_path(call.path, "/email") || is_path(call.path, "/email/withTemplate")) {
        return one(*object, moment);
    }
    auto const* const messages = object->if_contains("Messages");
    if (!messages || !messages->is_array()) return postmark_error(422, 402, "Invalid JSON.");
    return many(messages->get_array(), *object, is_path(call.path, "/email/bulk"), moment);
}

}  // namespace

Reply postmark_error(unsigned status, int code, std::string_view message)
{
    return json_reply(status, problem(code, message));
}

Reply answer_postmark(Call const& call, Moment moment)
{
    if (call.header("X-Postmark-Server-Token").empty()) {
        return postmark_error(401, 10,
                              "No Account or Server API tokens were supplied in the HTTP headers.");
    }
    constexpr std::array<std::string_view, 5> paths{"/email", "/email/withTemplate", "/email/batch",
                                                    "/email/batchWithTemplates", "/email/bulk"};
    bool const sends =
        std::ranges::any_of(paths, [&](std::string_view path) { return is_path(call.path, path); });
    if (!sends || call.method != "POST") return postmark_error(404, 404, "Not found.");
    auto reply = judge_body(call, moment);
    reply.is_send = true;
    return reply;
}

}  // namespace gateway::sandbox
