#include "gateway/sandbox/azure.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/json_texts.hpp"

#include <boost/json.hpp>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

constexpr std::string_view operations = "/emails/operations/";

/// A GUID of version 4, as the service makes them.
std::string guid()
{
    auto hex = random_hex(16);
    hex[12] = '4';
    hex[16] = 'a';
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
           hex.substr(16, 4) + "-" + hex.substr(20);
}

Reply send_sms(Call const& call)
{
    auto const body = read_object(call.body);
    auto const recipients = body ? items_of(*body, "smsRecipients") : json::array{};
    if (!body || recipients.empty() || recipients.size() > 100 || text_of(*body, "from").empty())
        return azure_error(400, "BadRequest", "The request is invalid");
    json::array value;
    for (auto const& one : recipients) {
        auto const* recipient = one.if_object();
        if (!recipient) return azure_error(400, "BadRequest", "The request is invalid");
        value.push_back(json::object{{"to", text_of(*recipient, "to")},
                                     {"messageId", "Outgoing_" + guid()},
                                     {"httpStatusCode", 202},
                                     {"repeatabilityResult", "accepted"},
                                     {"successful", true}});
    }
    return json_reply(202, {{"value", std::move(value)}});
}

Reply send_mail(Call const& call)
{
    auto const body = read_object(call.body);
    auto const* const lists = body ? body->if_contains("recipients") : nullptr;
    if (!lists || !lists->is_object() || text_of(*body, "senderAddress").empty())
        return azure_error(400, "BadRequest", "The request is invalid");
    std::size_t addressed = 0;
    for (auto const* name : {"to", "cc", "bcc"})
        addressed += items_of(lists->get_object(), name).size();
    if (addressed == 0 || addressed > 50)
        return azure_error(400, "BadRequest", "The number of recipients is invalid");
    auto const id = guid();
    auto reply = json_reply(202, {{"id", id}, {"status", "Running"}, {"error", nullptr}});
    auto place = "https://" + std::string{call.header("Host")} + std::string{operations} + id;
    if (!call.query.empty()) place += "?" + call.query;
    reply.headers.emplace_back("Operation-Location", std::move(place));
    reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

Reply answer(Call const& call)
{
    std::string_view const path = call.path;
    if (call.header("Authorization").empty()) {
        auto reply = azure_error(401, "Denied", "Denied by the resource provider.");
        reply.headers.emplace_back("WWW-Authenticate", "HMAC-SHA256, Bearer");
        return reply;
    }
    if (path == "/sms" && call.method == "POST") return send_sms(call);
    if (path == "/emails:send" && call.method == "POST") return send_mail(call);
    if (path.starts_with(operations) && call.method == "GET") {
        return json_reply(
            200,
            {{"id", path.substr(operations.size())}, {"status", "Succeeded"}, {"error", nullptr}});
    }
    return azure_error(404, "NotFound", "The resource was not found");
}

bool is_recipient(Way const& way)
{
    if (way.size() == 2 && way[0] == "smsRecipients") return way[1] == "to";
    return way.size() == 3 && way[0] == "recipients" && way[2] == "address";
}

}  // namespace

Reply azure_error(unsigned status, std::string_view code, std::string_view text)
{
    auto reply = json_reply(status, {{"error", json::object{{"code", code}, {"message", text}}}});
    reply.headers.emplace_back("x-ms-error-code", std::string{code});
    return reply;
}

Reply answer_azure(Call const& call)
{
    auto reply = answer(call);
    reply.is_send = call.method == "POST" && (call.path == "/sms" || call.path == "/emails:send");
    if (reply.is_send) reply.recipients = json_texts(call.body, is_recipient);
    return reply;
}

}  // namespace gateway::sandbox
