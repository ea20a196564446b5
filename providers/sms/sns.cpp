// providers/sms/sns.cpp: Amazon SNS, Publish to a phone number.
//   POST /   Action=Publish&PhoneNumber=…&Message=…&MessageAttributes.entry.N.Name=AWS.SNS.SMS.SMSType&….Value.StringValue=…
//   -> 200 <PublishResponse><PublishResult><MessageId/></PublishResult>…
// Source: AWS' model of SNS 2010-03-31 and its Node SDK 3.1169.0, read 2026-11. From memory: the same as a GET's query,
// and the attributes of India's DLT.
// Whoever subscribed to a topic we can't see: Publish to one, and every other action, is a send to nobody and goes on as
// it came. A real Publish to a number that opted out says nothing of it; the refusal is the one SNS has for others
// (OptedOut), and the style "accept" is what Publish does.
#include "providers/sms/sns.hpp"

#include "providers/aws/answer.hpp"
#include "providers/wire/form.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace providers {
namespace {

constexpr std::string_view xmlns = "http://sns.amazonaws.com/doc/2010-03-31/";
constexpr aws::Voice voice{aws::Protocol::query, xmlns};
constexpr auth::Scheme scheme = auth::sigv4("sns");
constexpr std::array<HintRule, 2> hint_rules{
    {{"SMSType", "Promotional", "marketing"}, {"SMSType", "Transactional", "service"}}};

bool claims(Call const& call)
{
    return call.method == "POST" || call.method == "GET";  // whatever the path
}

bool is_publish(wire::Form const& form)
{
    return wire::same_but_for_case(form.value("Action"), "Publish");
}

/// Why it is in doubt which parameter of that name counts, where `beside` is what no call needs.
std::optional<model::Problem> find_doubt(wire::Form const& form, wire::Form const& beside,
                                         std::string_view name)
{
    if (wire::has_misspelt(form, name) || wire::has_misspelt(beside, name))
        return model::Problem{"a field that resembles it", std::string{name}};
    if (beside.find(name)) return model::Problem{"in the query string", std::string{name}};
    return std::nullopt;
}

/// The parameters of a call, which stand in its body or, in a GET, in its query.
model::Result<wire::Form> form_of(Call const& call)
{
    bool const in_query = call.method == "GET";
    if (!in_query && !wire::is_media_type(call.content_type, "application/x-www-form-urlencoded")) {
        return model::Problem{"expected application/x-www-form-urlencoded",
                              std::string{media_type_field}};
    }
    auto form = wire::Form::read(in_query ? call.query : call.body, {});
    if (!form) return form;
    auto const beside = wire::Form::read(in_query ? std::string_view{} : call.query, {});
    if (!beside) return beside.error();
    if (auto problem = find_doubt(*form, *beside, "Action")) return std::move(*problem);
    if (!is_publish(*form)) return form;  // others have a phoneNumber of their own
    if (auto problem = find_doubt(*form, *beside, "PhoneNumber")) return std::move(*problem);
    return form;
}

/// The value of a message attribute; empty where there is none.
std::string attribute(wire::Form const& form, std::string_view name)
{
    constexpr std::string_view suffix = ".Name";
    for (wire::Field const& field : form.fields()) {
        if (!field.key.starts_with("MessageAttributes.entry.") || !field.key.ends_with(suffix))
            continue;
        if (field.value() != name) continue;
        std::string value{field.key.substr(0, field.key.size() - suffix.size())};
        return form.value(value.append(".Value.StringValue"));
    }
    return {};
}

model::Result<model::Send> read(Call const& call)
{
    auto const form = form_of(call);
    if (!form) return form.error();
    model::Send send;
    auto const* number = form->find("PhoneNumber");
    if (!is_publish(*form) || !number) return send;
    auto& message = send.messages.emplace_back();
    if (auto type = attribute(*form, "AWS.SNS.SMS.SMSType"); !type.empty())
        message.hints.push_back({"SMSType", std::move(type)});
    message.sender = attribute(*form, "AWS.SNS.SMS.SenderID");
    if (message.sender.empty()) message.sender = attribute(*form, "AWS.MM.SMS.OriginationNumber");
    message.template_id = attribute(*form, "AWS.MM.SMS.TemplateId");
    send.recipients.push_back({model::Channel::sms, number->value()});
    return send;
}

/// With MessageStructure=json a text a protocol: {"default": "…", "sms": "…"}.
std::string text_of(std::string message)
{
    auto const size = message.size();
    message.append(wire::body_padding, '\0');
    auto const document = wire::Document::read(std::string_view{message}.substr(0, size));
    if (!document) return {};
    auto text = wire::text_at(document->root(), {"sms"});
    return text.empty() ? wire::text_at(document->root(), {"default"}) : text;
}

model::Text text(Call const& call, std::size_t)
{
    model::Text text;
    auto const form = form_of(call);
    if (!form) return text;
    text.plain = form->value("Message");
    if (form->value("MessageStructure") == "json") text.plain = text_of(std::move(text.plain));
    return text;
}

Answer answer(Call const&, model::Decision const&, RefusalStyle style, Stamp const& stamp)
{
    if (style != RefusalStyle::accept)
        return aws::error(voice, 400, "OptedOut", "The phone number has opted out", stamp.id);
    auto body = fmt::format(
        "<PublishResponse xmlns=\"{}\"><PublishResult><MessageId>{}</MessageId></PublishResult>"
        "<ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></PublishResponse>",
        xmlns, wire::uuid_of(stamp.id), wire::uuid_of(stamp.id, 1));
    return {200, {{"Content-Type", "text/xml"}}, std::move(body)};
}

}  // namespace

constinit Dialect const sns{.name = "sns",
                            .upstream = "https://sns.us-east-1.amazonaws.com",
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
