#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/form.hpp"
#include "gateway/sandbox/mime.hpp"
#include "gateway/sandbox/ses.hpp"

namespace gateway::sandbox {
namespace {

constexpr std::string_view xmlns = "http://ses.amazonaws.com/doc/2010-12-01/";

std::string uuid()
{
    auto id = random_hex(16);
    for (std::size_t const at : {8U, 13U, 18U, 23U})
        id.insert(at, "-");
    return id;
}

Reply xml(unsigned status, std::string body)
{
    return {status, {{"Content-Type", "text/xml"}}, std::move(body), {}, false};
}

Reply error(std::string_view code, std::string_view message)
{
    return xml(400, "<ErrorResponse xmlns=\"" + std::string{xmlns} +
                        "\"><Error><Type>Sender</Type><Code>" + std::string{code} +
                        "</Code><Message>" + std::string{message} +
                        "</Message></Error><RequestId>" + uuid() + "</RequestId></ErrorResponse>");
}

Reply result(std::string const& action, std::string const& inside)
{
    return xml(200, "<" + action + "Response xmlns=\"" + std::string{xmlns} + "\"><" + action +
                        "Result>" + inside + "</" + action +
                        "Result><ResponseMetadata><RequestId>" + uuid() +
                        "</RequestId></ResponseMetadata></" + action + "Response>");
}

std::vector<std::string> members_of(Form const& form, std::string const& list)
{
    std::vector<std::string> found;
    for (std::size_t i = 1;; ++i) {
        auto const value = first(form, list + ".member." + std::to_string(i));
        if (value.empty()) return found;
        for (auto& address : read_addresses(value))
            found.push_back(std::move(address));
    }
}

std::vector<std::string> destination_of(Form const& form, std::string const& prefix)
{
    std::vector<std::string> found;
    for (auto const* list : {"ToAddresses", "CcAddresses", "BccAddresses"}) {
        for (auto& address : members_of(form, prefix + list))
            found.push_back(std::move(address));
    }
    return found;
}

Reply send_bulk(Form const& form, std::string const& action)
{
    std::string members;
    std::vector<std::string> recipients;
    for (std::size_t i = 1;; ++i) {
        auto const found =
            destination_of(form, "Destinations.member." + std::to_string(i) + ".Destination.");
        if (found.empty()) break;
        members += "<member><MessageId>" + ses_message_id() +
                   "</MessageId><Status>Success</Status></member>";
        recipients.insert(recipients.end(), found.begin(), found.end());
    }
    auto reply = recipients.empty() ? error("InvalidParameterValue", "No destinations were given")
                                    : result(action, "<Status>" + members + "</Status>");
    reply.recipients = std::move(recipients);
    return reply;
}

std::vector<std::string> recipients_of(Form const& form, std::string const& action)
{
    if (action != "SendRawEmail") return destination_of(form, "Destination.");
    auto given = members_of(form, "Destinations");
    if (!given.empty()) return given;
    auto const raw = from_base64(first(form, "RawMessage.Data"));
    return raw ? message_recipients(*raw) : given;
}

}  // namespace

Reply answer_ses_query(Call const& call)
{
    auto const form = read_form(call.body);
    if (!form) return error("MalformedQueryString", "The query can't be read");
    std::string const action{first(*form, "Action")};
    if (call.header("Authorization").empty()) {
        return error("MissingAuthenticationToken", "Missing Authentication Token");
    }
    if (!action.starts_with("Send")) return result(action, {});
    Reply reply;
    if (action == "SendBulkTemplatedEmail") {
        reply = send_bulk(*form, action);
    } else {
        auto recipients = recipients_of(*form, action);
        reply = recipients.empty()
                    ? error("InvalidParameterValue", "No recipients were given")
                    : result(action, "<MessageId>" + ses_message_id() + "</MessageId>");
        reply.recipients = std::move(recipients);
    }
    reply.is_send = true;
    return reply;
}

}  // namespace gateway::sandbox
