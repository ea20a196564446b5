// providers/sms/sms_voice.cpp: AWS End User Messaging, SMS and Voice v2.
//   POST /   X-Amz-Target: PinpointSMSVoiceV2.SendTextMessage or .SendMediaMessage
//            {"DestinationPhoneNumber", "OriginationIdentity", "MessageBody", "MessageType", …}
//   -> 200 {"MessageId"}
// Source: AWS' model of pinpoint-sms-voice-v2 2022-03-31 and its Node SDK 3.1138.0, read 2026-11.
// Every other target, a call by voice and a dry run are sends to nobody and go on as they came. MessageType is the
// sender's own word; what a pool or a configuration set is for, a mapping of the configuration says.
#include "providers/sms/sms_voice.hpp"

#include "providers/aws/answer.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace providers {
namespace {

constexpr aws::Voice voice{aws::Protocol::json, {}};
constexpr auth::Scheme scheme = auth::sigv4("sms-voice");
constexpr std::string_view media_type = "application/x-amz-json-1.0";
constexpr std::array<HintRule, 2> hint_rules{
    {{"MessageType", "PROMOTIONAL", "marketing"}, {"MessageType", "TRANSACTIONAL", "service"}}};
constexpr std::array<std::string_view, 2> keys{"DestinationPhoneNumber", "DryRun"};

bool claims(Call const& call)
{
    return call.method == "POST";  // whatever the path
}

/// What is asked for, without the service: "SendTextMessage".
model::Result<std::string_view> action_of(Call const& call)
{
    constexpr std::string_view field = "X-Amz-Target";
    auto const times = std::ranges::count_if(call.headers, [&](Header const& header) {
        return wire::same_but_for_case(header.name, field);
    });
    if (times > 1) return model::Problem{"given twice", std::string{field}};
    auto const target = auth::find_header(call, field);
    return target.substr(target.rfind('.') + 1);
}

bool is_send(std::string_view action)
{
    return wire::same_but_for_case(action, "SendTextMessage") ||
           wire::same_but_for_case(action, "SendMediaMessage");
}

model::Message message_of(wire::Value root)
{
    using wire::text_at;
    model::Message message;
    message.sender = text_at(root, {"OriginationIdentity"});
    message.template_id = text_at(root, {"DestinationCountryParameters", "IN_TEMPLATE_ID"});
    for (std::string_view const name : {"MessageType", "ConfigurationSetName"}) {
        auto value = text_at(root, {name});
        if (!value.empty()) message.hints.push_back({name, std::move(value)});
    }
    return message;
}

model::Result<model::Send> read(Call const& call)
{
    auto const action = action_of(call);
    if (!action) return action.error();
    model::Send send;
    if (!is_send(*action)) return send;
    if (!wire::is_media_type(call.content_type, media_type)) {
        return model::Problem{"expected application/x-amz-json-1.0", std::string{media_type_field}};
    }
    auto const document = wire::Document::read(call.body);
    if (!document) return document.error();
    auto const root = document->root();
    if (auto problem = wire::object_problem(root, keys)) return std::move(*problem);
    auto const dry = root.find("DryRun");
    auto const number = root.find("DestinationPhoneNumber");
    if (!number || (dry && (*dry)->text == "true" && dry->is(wire::Type::boolean))) return send;
    if (!number->is(wire::Type::string))
        return model::Problem{"not a string", "DestinationPhoneNumber"};
    send.messages.push_back(message_of(root));
    send.recipients.push_back({model::Channel::sms, std::string{(*number)->text}});
    return send;
}

model::Text text(Call const& call, std::size_t)
{
    auto const document = wire::Document::read(call.body);
    auto const root = document.value().root();
    model::Text text;
    text.plain = wire::text_at(root, {"MessageBody"});
    text.has_media = root.find("MediaUrls").has_value();
    return text;
}

Answer answer(Call const& call, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    boost::json::object body;
    if (style == RefusalStyle::accept) {
        body["MessageId"] = wire::uuid_of(stamp.id);
        return {200, {{"Content-Type", std::string{media_type}}}, boost::json::serialize(body)};
    }
    auto const document = wire::Document::read(call.body);
    body = {{"__type", "ConflictException"},
            {"Message", "Destination phone number is opted out"},
            {"Reason", "DESTINATION_PHONE_NUMBER_OPTED_OUT"},
            {"ResourceType", "opted-out-number"},  // from memory
            {"ResourceId", document ? wire::text_at(document->root(), {"DestinationPhoneNumber"})
                                    : std::string{}}};
    return {400,
            {{"Content-Type", std::string{media_type}},
             {"x-amzn-ErrorType", "ConflictException"},
             {"x-amzn-RequestId", wire::uuid_of(stamp.id)}},
            boost::json::serialize(body)};
}

}  // namespace

constinit Dialect const sms_voice{.name = "sms-voice",
                                  .upstream = "https://sms-voice.us-east-1.amazonaws.com",
                                  .hints = hint_rules,
                                  .owns = aws::owns_no_path,
                                  .claims = claims,
                                  .read = read,
                                  .rewrite = cut_nothing,
                                  .answer = answer,
                                  .refuse = aws::refuse_as<aws::always<voice>>,
                                  .text = text,
                                  .scheme = &scheme,
                                  .deny = aws::deny_as<aws::always<voice>>};

}  // namespace providers
