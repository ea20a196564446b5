#include "gateway/sandbox/sns.hpp"

#include "gateway/sandbox/digest.hpp"
#include "gateway/sandbox/form.hpp"
#include "gateway/sandbox/json_texts.hpp"

#include <boost/json.hpp>

namespace gateway::sandbox {
namespace {

constexpr std::string_view xmlns = "http://sns.amazonaws.com/doc/2010-03-31/";

Reply xml_reply(unsigned status, std::string body)
{
    return {status, {{"Content-Type", "text/xml"}}, std::move(body), {}, false};
}

/// "<PublishResponse …><PublishResult>{result}</PublishResult>…"
Reply result(std::string const& action, std::string const& result)
{
    return xml_reply(200, "<" + action + "Response xmlns=\"" + std::string{xmlns} + "\"><" +
                              action + "Result>" + result + "</" + action +
                              "Result><ResponseMetadata><RequestId>" + random_hex(16) +
                              "</RequestId></ResponseMetadata></" + action + "Response>");
}

bool is_signed(Call const& call)
{
    return call.header("Authorization").starts_with("AWS4-HMAC-SHA256 ");
}

Reply publish(Form const& form)
{
    if (first(form, "Message").empty())
        return sns_error(400, "InvalidParameter", "Invalid parameter: Empty message");
    auto const number = first(form, "PhoneNumber");
    bool const to_many = !first(form, "TopicArn").empty() || !first(form, "TargetArn").empty();
    if (number.empty() && !to_many)
        return sns_error(400, "InvalidParameter",
                         "Invalid parameter: TopicArn or TargetArn Reason: no value");
    if (!number.empty() && number.find_first_not_of("+0123456789 -().") != std::string_view::npos)
        return sns_error(400, "InvalidParameter",
                         "Invalid parameter: PhoneNumber Reason: is not valid to publish to");
    return result("Publish", "<MessageId>" + random_hex(16) + "</MessageId>");
}

Reply answer(Call const& call, Form const& form)
{
    if (!is_signed(call))
        return sns_error(403, "MissingAuthenticationToken", "Missing Authentication Token");
    std::string const action{first(form, "Action")};
    if (action == "Publish") return publish(form);
    if (action == "CheckIfPhoneNumberIsOptedOut")
        return result(action, "<isOptedOut>false</isOptedOut>");
    return sns_error(400, "InvalidAction", "Could not find operation " + action);
}

bool is_number(Way const& way)
{
    return way.size() == 1 && way[0] == "DestinationPhoneNumber";
}

Reply send_message(Call const& call)
{
    auto const body = read_object(call.body);
    if (!body) return sms_voice_error(400, "SerializationException", "Could not read the request");
    if (text_of(*body, "DestinationPhoneNumber").empty())
        return sms_voice_error(400, "ValidationException", "DestinationPhoneNumber is required");
    return json_reply(200, {{"MessageId", random_hex(16)}});
}

}  // namespace

Reply sns_error(unsigned status, std::string_view code, std::string_view text)
{
    std::string body{"<ErrorResponse xmlns=\""};
    body.append(xmlns).append("\"><Error><Type>Sender</Type><Code>").append(code);
    body.append("</Code><Message>").append(text).append("</Message></Error><RequestId>");
    return xml_reply(status, body.append(random_hex(16)).append("</RequestId></ErrorResponse>"));
}

Reply answer_sns(Call const& call)
{
    auto const form = read_form(call.method == "GET" ? call.query : call.body).value_or(Form{});
    auto reply = answer(call, form);
    reply.is_send = first(form, "Action") == "Publish";
    if (reply.is_send) reply.recipients = all(form, "PhoneNumber");
    return reply;
}

Reply sms_voice_error(unsigned status, std::string_view type, std::string_view text)
{
    auto reply = json_reply(status, {{"__type", type}, {"Message", text}});
    reply.headers = {{"Content-Type", "application/x-amz-json-1.0"},
                     {"x-amzn-ErrorType", std::string{type}}};
    return reply;
}

Reply answer_sms_voice(Call const& call)
{
    auto const target = call.header("X-Amz-Target");
    bool const to_send =
        target.ends_with(".SendTextMessage") || target.ends_with(".SendMediaMessage");
    auto reply = !is_signed(call) ? sms_voice_error(400, "MissingAuthenticationTokenException",
                                                    "Missing Authentication Token")
                 : to_send        ? send_message(call)
                           : sms_voice_error(400, "UnknownOperationException", "Unknown operation");
    reply.is_send = to_send;
    if (to_send) reply.recipients = json_texts(call.body, is_number);
    return reply;
}

}  // namespace gateway::sandbox
