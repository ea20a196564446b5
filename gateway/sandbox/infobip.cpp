#include "gateway/sandbox/infobip.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/form.hpp"
#include "gateway/sandbox/json_texts.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

bool is_third(std::string_view path)
{
    return path.starts_with("/sms/3/") || path.starts_with("/viber/2/") ||
           path.starts_with("/messages-api/") || path.starts_with("/viber-bot/");
}

json::object pending()
{
    return {{"groupId", 1},
            {"groupName", "PENDING"},
            {"id", 26},
            {"name", "PENDING_ACCEPTED"},
            {"description", "Message sent to next instance"}};
}

json::object entry_for(Call const& call, std::string_view to, std::string id)
{
    if (id.empty()) id = random_hex(12);
    json::object entry{{"messageId", std::move(id)}, {"status", pending()}};
    if (is_third(call.path)) {
        entry["destination"] = to;
        entry["details"] = json::object{{"messageCount", 1}};
    } else {
        entry["to"] = to;
    }
    return entry;
}

void add_entries(Call const& call, json::object const& message, json::array& entries)
{
    for (auto const& one : items_of(message, "destinations")) {
        if (auto const* destination = one.if_object())
            entries.push_back(
                entry_for(call, text_of(*destination, "to"), text_of(*destination, "messageId")));
    }
    for (auto const& one : items_of(message, "to")) {
        if (auto const* number = one.if_string()) entries.push_back(entry_for(call, *number, {}));
    }
    auto const to = text_of(message, "to");
    if (!to.empty()) entries.push_back(entry_for(call, to, text_of(message, "messageId")));
}

Reply infobip_error(Call const& call, unsigned status, std::string_view text)
{
    if (is_third(call.path)) {
        return json_reply(status,
                          {{"errorCode", "E" + std::to_string(status)},
                           {"description", text},
                           {"action", "Check the syntax, violations and adjust the request."},
                           {"violations", json::array{}},
                           {"resources", json::array{}}});
    }
    auto const id = status == 401 ? "UNAUTHORIZED" : status == 400 ? "BAD_REQUEST" : "NOT_FOUND";
    json::object const exception{{"messageId", id}, {"text", text}};
    return json_reply(status, {{"requestError", json::object{{"serviceException", exception}}}});
}

Reply listed(json::array entries)
{
    return json_reply(200, {{"bulkId", random_hex(10)}, {"messages", std::move(entries)}});
}

Reply judge(Call const& call)
{
    auto const body = read_object(call.body);
    if (!body) return infobip_error(call, 400, "Bad Request");
    json::array entries;
    for (auto const& message : items_of(*body, "messages")) {
        if (auto const* object = message.if_object()) add_entries(call, *object, entries);
    }
    bool const alone = !body->contains("messages");
    if (alone) add_entries(call, *body, entries);
    if (entries.empty()) return infobip_error(call, 400, "Bad Request");
    if (alone && call.path.starts_with("/whatsapp/")) {
        entries[0].as_object()["messageCount"] = 1;
        return json_reply(200, entries[0].as_object());
    }
    return listed(std::move(entries));
}

std::vector<std::string> queried(Call const& call)
{
    std::vector<std::string> numbers;
    for (auto const& list : all(read_form(call.query).value_or(Form{}), "to")) {
        for (std::size_t begin = 0; begin < list.size();) {
            auto const end = std::min(list.find(',', begin), list.size());
            numbers.push_back(list.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return numbers;
}

Reply judge_query(Call const& call, std::vector<std::string> const& numbers)
{
    if (numbers.empty()) return infobip_error(call, 400, "Bad Request");
    json::array entries;
    for (auto const& number : numbers)
        entries.push_back(entry_for(call, number, {}));
    return listed(std::move(entries));
}

// "/{product}/{version}/{text|binary|message|messages}…"; what is not read here is no send.
bool is_send(Call const& call)
{
    std::string_view const path = call.path;
    if (call.method == "GET") return path.ends_with("/text/query");
    return call.method == "POST" && (path.find("/text/") != std::string_view::npos ||
                                     path.find("/binary/") != std::string_view::npos ||
                                     path.find("/message") != std::string_view::npos);
}

bool is_destination(Way const& way)
{
    return !way.empty() && way.back() == "to";
}

}  // namespace

Reply infobip_too_large()
{
    return infobip_error({}, 413, "The request is too large");
}

Reply answer_infobip(Call const& call)
{
    bool const from_query = call.method == "GET";
    auto const numbers = from_query ? queried(call) : json_texts(call.body, is_destination);
    auto const answer = [&] {
        if (call.header("Authorization").empty())
            return infobip_error(call, 401, "Invalid login details");
        if (!is_send(call)) return infobip_error(call, 404, "Requested URL not found");
        return from_query ? judge_query(call, numbers) : judge(call);
    };
    auto reply = answer();
    reply.is_send = is_send(call);
    if (reply.is_send) reply.recipients = numbers;
    return reply;
}

}  // namespace gateway::sandbox
