// providers/sms/infobip.cpp: Infobip.
//   POST /sms/2/text/advanced   {"messages": [{"from", "destinations": [{"to", "messageId"}], "text"}]}
//   POST /sms/3/messages        {"messages": [{"sender", "destinations": [{"to"}], "content": {"text"}}]}
//   POST /whatsapp/1/message/{type}, /viber/2/messages, …; GET /sms/{1,3}/text/query?to=a,b&text=…
//   -> 200 {"bulkId", "messages": [{"to" or "destination", "messageId", "status": {…}}]}
// Source: Infobip's OpenAPI descriptions of SMS, Viber and WhatsApp and its Node SDK 0.3.2, read 2026-11. From memory:
// text/single and text/multi, RCS, MMS and the Messages API's `channel`. Bodies in XML are refused: we do not read them.
// Numbers have a calling code and no plus. E-mail (/email/…) is another API and passes.
#include "providers/sms/infobip.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/sms/number.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers {
namespace {

using infobip_api::Place;
using wire::Value;

/// `label` stands on Viber messages. A campaign, an application or a template is what its owner says it is.
constexpr std::array<HintRule, 2> hint_rules{
    {{"label", "PROMOTIONAL", "marketing"}, {"label", "TRANSACTIONAL", "service"}}};

/// "/sms/2/text/advanced" -> {"sms", "2", "text"}.
std::array<std::string_view, 3> steps_of(std::string_view path)
{
    std::array<std::string_view, 3> steps;
    for (auto& one : steps) {
        if (!path.empty()) path.remove_prefix(1);
        one = path.substr(0, path.find('/'));
        path.remove_prefix(one.size());
    }
    return steps;
}

bool is_product(std::string_view name)
{
    constexpr std::array<std::string_view, 7> products{"sms", "mms",       "whatsapp",    "viber",
                                                       "rcs", "viber-bot", "messages-api"};
    return std::ranges::find(products, name) != products.end();
}

bool owns(std::string_view path)
{
    auto const [product, version, what] = steps_of(path);
    bool const numbered = version.size() == 1 && version[0] >= '1' && version[0] <= '9';
    return is_product(product) && numbered && !what.empty();
}

bool claims(Call const& call)
{
    auto const path = wire::plain_path(call.path);
    auto const [product, version, what] = steps_of(path);
    if (call.method == "GET") return product == "sms" && path.ends_with("/text/query");
    if (call.method != "POST" || !is_product(product)) return false;
    if (product == "mms") return true;
    constexpr std::array<std::string_view, 4> sends{"text", "binary", "message", "messages"};
    return std::ranges::find(sends, what) != sends.end();
}

// ---- reading

std::string_view channel_of(std::string_view path, Value message)
{
    auto const product = steps_of(path)[0];
    if (product == "viber-bot") return "viber_bot";
    if (product != "messages-api") return product;
    auto const channel = message.find("channel");
    return channel ? (*channel)->text : std::string_view{};
}

model::Recipient recipient_of(Place const& place, std::string_view channel)
{
    model::Recipient made{model::Channel::sms, sms::with_plus(place.to), place.message,
                          place.envelope, !place.is_failover};
    auto const is = [&](std::string_view name) { return wire::same_but_for_case(channel, name); };
    if (place.is_failover || channel.empty() || is("sms") || is("mms")) return made;
    if (is("whatsapp")) {
        made.channel = model::Channel::whatsapp;
    } else if (is("rcs")) {
        made.channel = model::Channel::rcs;
    } else if (is("viber") || is("viber_bm")) {  // business messages go to phone numbers
        made.channel = model::Channel::viber;
    } else if (is("viber_bot")) {
        made.channel = model::Channel::viber;
        made.spelling.insert(0, "viber:");
    } else {  // no channel of ours: nobody we could look up
        made.spelling = std::string{channel} + ":" + place.to;
    }
    return made;
}

void add_hint(model::Message& message, std::string_view name, std::string value)
{
    if (!value.empty()) message.hints.push_back({name, std::move(value)});
}

model::Message message_of(Value root, Value object)
{
    using wire::text_at;
    model::Message message;
    auto const either = [&](std::string one, std::string other) {
        return one.empty() ? std::move(other) : std::move(one);
    };
    message.sender = either(text_at(object, {"from"}), text_at(object, {"sender"}));
    message.template_id = text_at(object, {"content", "templateName"});
    add_hint(message, "label",
             either(text_at(object, {"label"}), text_at(object, {"options", "label"})));
    add_hint(message, "campaignReferenceId",
             either(text_at(object, {"campaignReferenceId"}),
                    text_at(object, {"options", "campaignReferenceId"})));
    add_hint(message, "platform.applicationId",
             either(text_at(object, {"platform", "applicationId"}),
                    text_at(object, {"options", "platform", "applicationId"})));
    add_hint(message, "platform.entityId",
             either(text_at(object, {"platform", "entityId"}),
                    text_at(object, {"options", "platform", "entityId"})));
    add_hint(message, "tracking.type", text_at(root, {"tracking", "type"}));
    return message;
}

model::Result<model::Send> read_query(Call const& call)
{
    auto const places = infobip_api::query_places(call.query);
    if (!places) return places.error();
    model::Send send;
    send.messages.emplace_back();
    for (Place const& place : *places)
        send.recipients.push_back(recipient_of(place, "sms"));
    return send;
}

model::Result<model::Send> read(Call const& call)
{
    if (call.method == "GET") return read_query(call);
    if (!wire::is_media_type(call.content_type, "application/json")) {
        return model::Problem{"expected application/json", std::string{media_type_field}};
    }
    auto const document = wire::Document::read(call.body);
    if (!document) return document.error();
    Value const root = document->root();
    auto const places = infobip_api::places_of(root);
    if (!places) return places.error();
    auto const objects = infobip_api::messages_of(root);
    auto const path = wire::plain_path(call.path);
    model::Send send;
    for (Value const object : objects)
        send.messages.push_back(message_of(root, object));
    for (Place const& place : *places)
        send.recipients.push_back(recipient_of(place, channel_of(path, objects[place.message])));
    return send;
}

model::Text text(Call const& call, std::size_t message)
{
    using wire::text_at;
    model::Text text;
    if (call.method == "GET") return text;
    auto const document = wire::Document::read(call.body);
    Value const object = infobip_api::messages_of(document.value().root()).at(message);
    for (auto const& way : {std::initializer_list<std::string_view>{"text"},
                            {"content", "text"},
                            {"content", "body", "text"},
                            {"content", "caption"}}) {
        if (text.plain.empty()) text.plain = text_at(object, way);
    }
    auto const values = wire::at(object, {"content", "templateData", "body", "placeholders"});
    if (values && values->is(wire::Type::array)) {
        for (Value const value : *values)
            text.values.emplace_back(value->text);
    }
    text.has_media = wire::at(object, {"content", "mediaUrl"}).has_value();
    return text;
}

constexpr auth::Scheme scheme = auth::worded("App");

}  // namespace

constinit Dialect const infobip{.name = "infobip",
                                .upstream = "https://api.infobip.com",
                                .hints = hint_rules,
                                .owns = owns,
                                .claims = claims,
                                .read = read,
                                .rewrite = infobip_api::rewrite,
                                .answer = infobip_api::answer,
                                .refuse = infobip_api::refuse,
                                .text = text,
                                .rewrite_query = infobip_api::rewrite_query,
                                .merge = infobip_api::merge,
                                .scheme = &scheme,
                                .deny = infobip_api::deny};

}  // namespace providers
