// providers/email/ses_v2.cpp: SES v2.
//   outbound-emails       {"Destination": {"ToAddresses": […], "CcAddresses", "BccAddresses"},
//                          "Content": {"Simple" | "Template": {…} | "Raw": {"Data": base64}}, "FromEmailAddress", …}
//   outbound-bulk-emails  {"DefaultContent": {…}, "BulkEmailEntries": [{"Destination": {…}, …}]}
//   outbound-custom-verification-emails  {"EmailAddress", "TemplateName"}
#include "providers/email/ses_v2.hpp"

#include "providers/email/content.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>

namespace providers::ses_api::v2 {
namespace {

using wire::Type;
using wire::Value;

constexpr std::string_view emails = "/v2/email/outbound-emails";
constexpr std::string_view bulk_emails = "/v2/email/outbound-bulk-emails";
constexpr std::string_view verification = "/v2/email/outbound-custom-verification-emails";

model::Message message_of(Value root)
{
    model::Message message;
    auto const hint = [&](std::string_view name, std::string value) {
        if (!value.empty()) message.hints.push_back({name, std::move(value)});
    };
    hint("ConfigurationSetName", wire::text_at(root, {"ConfigurationSetName"}));
    if (auto const list = wire::at(root, {"ListManagementOptions"})) {
        auto topic = wire::text_at(*list, {"TopicName"});
        if (topic.empty()) topic = wire::text_at(*list, {"ContactListName"});
        hint("ListManagementOptions", std::move(topic));
    }
    for (std::string_view const name : {"EmailTags", "DefaultEmailTags"}) {
        auto const tags = wire::at(root, {name});
        if (!tags || !tags->is(Type::array)) continue;
        for (Value const tag : *tags)
            hint("EmailTags", wire::text_at(tag, {"Name"}) + "=" + wire::text_at(tag, {"Value"}));
    }
    message.sender = wire::text_at(root, {"FromEmailAddress"});
    for (std::string_view const content : {"Content", "DefaultContent"}) {
        auto name = wire::text_at(root, {content, "Template", "TemplateName"});
        if (name.empty()) name = wire::text_at(root, {content, "Template", "TemplateArn"});
        if (!name.empty()) message.template_id = std::move(name);
    }
    return message;
}

model::Result<model::Send> read_verification(Call const& call)
{
    auto const document = wire::Document::read(call.body);
    if (!document) return document.error();
    constexpr std::array<std::string_view, 1> keys{"EmailAddress"};
    if (auto problem = wire::object_problem(document->root(), keys)) return std::move(*problem);
    model::Send send;
    send.messages.push_back(message_of(document->root()));
    send.messages.front().hints.push_back({"CustomVerification", "true"});
    auto address = wire::text_at(document->root(), {"EmailAddress"});
    if (!address.empty()) send.recipients.push_back({model::Channel::email, std::move(address)});
    return send;
}

void add_simple(Value simple, model::Text& said)
{
    said.subject += wire::text_at(simple, {"Subject", "Data"});
    said.plain += wire::text_at(simple, {"Body", "Text", "Data"});
    said.html += wire::text_at(simple, {"Body", "Html", "Data"});
    auto const attachments = wire::at(simple, {"Attachments"});
    said.has_media = attachments && !attachments->empty();
    auto const headers = wire::at(simple, {"Headers"});
    said.has_unsubscribe = headers && email::has_header(*headers, "List-Unsubscribe");
}

void add_template(Value content, model::Text& said)
{
    said.subject += wire::text_at(content, {"TemplateContent", "Subject"});
    said.plain += wire::text_at(content, {"TemplateContent", "Text"});
    said.html += wire::text_at(content, {"TemplateContent", "Html"});
    email::gather_json_texts(wire::text_at(content, {"TemplateData"}), said.values);
    auto const headers = wire::at(content, {"Headers"});
    said.has_unsubscribe = headers && email::has_header(*headers, "List-Unsubscribe");
}

/// Its recipients get the message that is next.
void add_envelope(Envelope const& envelope, model::Send& send)
{
    auto const index = send.messages.size();
    for (List const& list : envelope.lists) {
        for (Spelling const& one : list.spellings) {
            for (auto const& box : one.boxes.all())
                send.recipients.push_back(
                    {model::Channel::email, box.spelling, index, index, true});
        }
    }
}

bool is_json(Call const& call)
{
    // SDKs say application/json; what AWS' own tools of other protocols say reads the same.
    return wire::is_media_type(call.content_type, "application/json") ||
           call.content_type.starts_with("application/x-amz-json-1.");
}

}  // namespace

bool claims(Call const& call)
{
    if (call.method != "POST") return false;
    auto const path = wire::plain_path(call.path);
    return path == emails || path == bulk_emails || path == verification;
}

model::Result<model::Send> read(Call const& call)
{
    if (!is_json(call)) {
        return model::Problem{"expected application/json", std::string{media_type_field}};
    }
    if (wire::plain_path(call.path) == verification) return read_verification(call);
    auto const order = read_order(call);
    if (!order) return order.error();
    auto const root = order->document.root();
    auto message = message_of(root);
    if (message.hints.size() > most_hints) return model::Problem{"too many tags", "EmailTags"};
    if (order->entries && order->envelopes.size() > 1)
        message.hints.push_back({"SendBulkEmail", "true"});
    model::Send send;
    for (Envelope const& envelope : order->envelopes) {
        add_envelope(envelope, send);
        send.messages.push_back(message);
    }
    if (order->raw) {
        add_hints(*order->raw, send.messages.front());
        bool const is_envelope = order->envelopes.front().count == 0;
        add_recipients(*order->raw, {model::Channel::email, {}, 0, 0, is_envelope}, send);
    }
    return send;
}

model::Text text(Call const& call, std::size_t message)
{
    model::Text said;
    auto const order = read_order(call);
    if (!order) return said;
    if (order->raw) return wire::text_of_message(order->raw->message);
    auto const root = order->document.root();
    if (auto const simple = wire::at(root, {"Content", "Simple"})) add_simple(*simple, said);
    for (std::string_view const content : {"Content", "DefaultContent"}) {
        if (auto const one = wire::at(root, {content, "Template"})) add_template(*one, said);
    }
    if (!order->entries) return said;
    std::size_t index = 0;
    for (Value const entry : *order->entries) {
        if (index++ != message) continue;
        email::gather_json_texts(
            wire::text_at(entry, {"ReplacementEmailContent", "ReplacementTemplate",
                                  "ReplacementTemplateData"}),
            said.values);
    }
    return said;
}

}  // namespace providers::ses_api::v2
