// providers/sms/vonage_messages.cpp: Vonage's Messages API.
//   POST /v1/messages    {"channel", "message_type", "to", "from", "text", "failover": [{"channel", "to", …}], …}
//   POST /v0.1/messages  {"to": {"type", "number"}, "from": {…}, "message": {"content": {"type", "text"}}}
//   -> 202 {"message_uuid"}
// Source: Vonage's OpenAPI description of v0.1 and its Node SDK 3.27.0 for v1, read 2026-11.
// `failover` is what is tried next where the message is not delivered: the copies of one envelope, which go where the
// message itself is kept back. Numbers have a calling code and no plus; whom only Messenger knows, nobody can be looked
// up by. A mapping of the configuration says what a WhatsApp template, `client_ref` or `sms.entity_id` mean.
#include "providers/sms/vonage_messages.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/sms/number.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <array>

namespace providers {
namespace {

using wire::Type;
using wire::Value;

constexpr std::array<HintRule, 3> hint_rules{{{"viber_service.category", "promotion", "marketing"},
                                              {"viber_service.category", "transaction", "service"},
                                              {"category", "marketing", "marketing"}}};
constexpr std::array<std::string_view, 4> keys{"to", "failover", "channel", "message"};
constexpr std::array<std::string_view, 3> party_keys{"type", "number", "id"};

bool is_send(std::string_view path)
{
    return path == "/v1/messages" || path == "/v0.1/messages";
}

bool claims(Call const& call)
{
    return call.method == "POST" && (is_send(call.path) || is_send(wire::plain_path(call.path)));
}

// ---- reading

model::Recipient recipient_of(std::string_view channel, std::string_view to)
{
    model::Recipient made{model::Channel::sms, sms::with_plus(to)};
    if (channel.empty() || channel == "sms" || channel == "mms") return made;
    if (channel == "whatsapp") {
        made.channel = model::Channel::whatsapp;
    } else if (channel == "rcs") {
        made.channel = model::Channel::rcs;
    } else if (channel == "viber_service" || channel == "viber_service_msg") {
        made.channel = model::Channel::viber;  // by phone number
    } else {
        made.spelling = std::string{channel}.append(":").append(to);
    }
    return made;
}

bool is_scalar(std::optional<Value> value)
{
    return value && (value->is(Type::string) || value->is(Type::number));
}

/// {"type": "sms", "number": "4477…"}, with "id" on Messenger.
model::Result<model::Recipient> read_party(Value party)
{
    if (auto problem = wire::object_problem(party, party_keys)) return std::move(*problem);
    auto const number = party.find("number");
    auto const id = party.find("id");
    if (is_scalar(number) == is_scalar(id)) return model::Problem{"one of number and id", ""};
    auto const channel = party.find("type");
    return recipient_of(channel ? (*channel)->text : std::string_view{},
                        is_scalar(number) ? (*number)->text : (*id)->text);
}

model::Result<model::Recipient> read_to(Value object)
{
    auto const to = object.find("to");
    if (!to) return model::Problem{"missing", ".to"};
    if (to->is(Type::object)) return read_party(*to);
    if (!is_scalar(to)) return model::Problem{"not a string", ".to"};
    auto const channel = object.find("channel");
    return recipient_of(channel ? (*channel)->text : std::string_view{}, (*to)->text);
}

void add_hint(model::Message& message, std::string_view name, std::string value)
{
    if (!value.empty()) message.hints.push_back({name, std::move(value)});
}

model::Message message_of(Value object)
{
    using wire::text_at;
    model::Message message;
    message.sender = text_at(object, {"from"});
    if (message.sender.empty()) message.sender = text_at(object, {"from", "number"});
    message.template_id = text_at(object, {"template", "name"});
    if (message.template_id.empty())
        message.template_id = text_at(object, {"custom", "template", "name"});
    add_hint(message, "viber_service.category", text_at(object, {"viber_service", "category"}));
    add_hint(message, "category", text_at(object, {"category"}));
    add_hint(message, "client_ref", text_at(object, {"client_ref"}));
    add_hint(message, "sms.entity_id", text_at(object, {"sms", "entity_id"}));
    add_hint(message, "sms.content_id", text_at(object, {"sms", "content_id"}));
    return message;
}

std::optional<model::Problem> read_one(Value object, model::Send& send)
{
    if (auto problem = wire::object_problem(object, keys)) return problem;
    auto recipient = read_to(object);
    if (!recipient) return recipient.error();
    recipient->message = send.messages.size();
    recipient->primary = send.recipients.empty();
    send.messages.push_back(message_of(object));
    send.recipients.push_back(*std::move(recipient));
    return std::nullopt;
}

model::Result<model::Send> read(Call const& call)
{
    if (!wire::is_media_type(call.content_type, "application/json")) {
        return model::Problem{"expected application/json", std::string{media_type_field}};
    }
    auto const document = wire::Document::read(call.body);
    if (!document) return document.error();
    Value const root = document->root();
    model::Send send;
    if (auto problem = read_one(root, send)) return std::move(*problem);
    auto const failover = root.find("failover");
    if (!failover || failover->is(Type::null)) return send;
    if (!failover->is(Type::array)) return model::Problem{"not an array", "failover"};
    for (Value const next : *failover) {
        if (next.find("failover")) return model::Problem{"stands in another", "failover.failover"};
        auto problem = read_one(next, send);
        if (problem) return model::Problem{problem->what, "failover" + problem->where};
    }
    return send;
}

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    Cuts cuts;
    if (!decision.suppresses_any()) return cuts;
    auto const document = wire::Document::read(call.body);
    Value const root = document.value().root();
    bool any = false;
    for (std::size_t i = 1; i < decision.verdicts.size(); ++i)
        any = any || decision.delivers(i);
    if (any) {
        wire::keep_items(
            *root.find("failover"), [&](std::size_t i, Value) { return decision.delivers(i + 1); },
            cuts);
    } else {
        wire::keep_items(
            root, [](std::size_t, Value member) { return member->key != "failover"; }, cuts);
    }
    return cuts;
}

model::Text text(Call const& call, std::size_t message)
{
    using wire::text_at;
    model::Text text;
    auto const document = wire::Document::read(call.body);
    Value object = document.value().root();
    if (message > 0)
        object = *std::next(object.find("failover")->begin(), std::ptrdiff_t(message) - 1);
    if (auto const content = wire::at(object, {"message", "content"})) object = *content;
    text.plain = text_at(object, {"text"});
    for (std::string_view const media : {"image", "video", "file", "audio", "vcard"}) {
        auto const shown = object.find(media);
        if (!shown) continue;
        text.has_media = true;
        if (text.plain.empty()) text.plain = text_at(*shown, {"caption"});
    }
    auto const parameters = wire::at(object, {"template", "parameters"});
    if (parameters && parameters->is(Type::array)) {
        for (Value const value : *parameters)
            text.values.emplace_back(value->text);
    }
    return text;
}

}  // namespace

constinit Dialect const vonage_messages{.name = "vonage_messages",
                                        .upstream = "https://api.nexmo.com",
                                        .hints = hint_rules,
                                        .owns = is_send,
                                        .claims = claims,
                                        .read = read,
                                        .rewrite = rewrite,
                                        .answer = vonage_messages_api::answer,
                                        .refuse = vonage_messages_api::refuse,
                                        .text = text,
                                        .callback = vonage_messages_api::callback,
                                        .scheme = &auth::basic,
                                        .deny = vonage_messages_api::deny};

}  // namespace providers
