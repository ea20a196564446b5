#include "gateway/sandbox/ses.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/mime.hpp"

#include <boost/json.hpp>

namespace gateway::sandbox {
namespace {

namespace json = boost::json;

Reply error(std::string_view type, std::string_view message)
{
    auto reply = json_reply(400, {{"message", message}});
    reply.headers.emplace_back("x-amzn-ErrorType", type);
    return reply;
}

json::object const* object_at(json::object const& from, std::string_view key)
{
    auto const* const value = from.if_contains(key);
    return value ? value->if_object() : nullptr;
}

std::vector<std::string> destination_of(json::object const& owner)
{
    std::vector<std::string> found;
    auto const* const destination = object_at(owner, "Destination");
    for (auto const* key : {"ToAddresses", "CcAddresses", "BccAddresses"}) {
        auto const* const list = destination ? destination->if_contains(key) : nullptr;
        if (!list || !list->is_array()) continue;
        for (auto const& one : list->get_array()) {
            if (!one.is_string()) continue;
            for (auto& address : read_addresses(one.get_string()))
                found.push_back(std::move(address));
        }
    }
    return found;
}

/// The raw message of a send; none: it has another kind of content.
std::optional<std::string> raw_of(json::object const& send)
{
    auto const* const content = object_at(send, "Content");
    auto const* const raw = content ? object_at(*content, "Raw") : nullptr;
    auto const* const data = raw ? raw->if_contains("Data") : nullptr;
    if (!data || !data->is_string()) return std::nullopt;
    return from_base64(data->get_string());
}

Reply send_one(json::object const& send)
{
    auto recipients = destination_of(send);
    auto const raw = raw_of(send);
    if (recipients.empty() && raw) recipients = message_recipients(*raw);
    auto const sender =
        send.contains("FromEmailAddress") || (raw && !message_header(*raw, "From").empty());
    auto reply = recipients.empty() ? error("BadRequestException", "No recipients were given.")
                 : !object_at(send, "Content")
                     ? error("BadRequestException", "1 validation error detected: Content is null.")
                 : !sender ? error("BadRequestException", "Missing required From address.")
                           : json_reply(200, {{"MessageId", ses_message_id()}});
    reply.recipients = std::move(recipients);
    return reply;
}

Reply send_bulk(json::object const& send)
{
    auto const* const entries = send.if_contains("BulkEmailEntries");
    if (!entries || !entries->is_array()) {
        return error("BadRequestException",
                     "1 validation error detected: BulkEmailEntries is null.");
    }
    std::vector<std::string> recipients;
    json::array results;
    for (auto const& entry : entries->get_array()) {
        auto const* const object = entry.if_object();
        auto found = object ? destination_of(*object) : std::vector<std::string>{};
        if (found.empty()) {
            results.push_back(
                json::object{{"Status", "INVALID_PARAMETER"}, {"Error", "No recipients"}});
        } else {
            results.push_back(json::object{{"Status", "SUCCESS"}, {"MessageId", ses_message_id()}});
        }
        recipients.insert(recipients.end(), found.begin(), found.end());
    }
    auto reply = json_reply(200, {{"BulkEmailEntryResults", std::move(results)}});
    reply.recipients = std::move(recipients);
    return reply;
}

}  // namespace

std::string ses_message_id()
{
    auto id = random_hex(24);
    id.replace(0, 4, "010f");
    for (std::size_t const at : {16U, 25U, 30U, 35U})
        id.insert(at, "-");
    return id + "-000000";
}

Reply ses_too_large()
{
    auto reply = error("RequestEntityTooLarge", "The request is too large.");
    reply.status = 413;
    return reply;
}

Reply answer_ses(Call const& call)
{
    if (call.path == "/" || call.path.empty()) return answer_ses_query(call);
    if (call.header("Authorization").empty()) {
        auto reply = error("MissingAuthenticationTokenException", "Missing Authentication Token");
        reply.status = 403;
        return reply;
    }
    bool const is_bulk = call.path == "/v2/email/outbound-bulk-emails";
    if (call.method != "POST" || !(is_bulk || call.path == "/v2/email/outbound-emails")) {
        return json_reply(200, {});
    }
    boost::system::error_code failed;
    auto const body = json::parse(call.body, failed);
    auto reply = failed || !body.is_object() ? error("SerializationException", "not JSON")
                 : is_bulk                   ? send_bulk(body.get_object())
                                             : send_one(body.get_object());
    reply.is_send = true;
    return reply;
}

}  // namespace gateway::sandbox
