// providers/email/sendgrid_text.cpp: what a SendGrid message says.
//   subject            the personalization's own, else the mail's
//   content            text/plain and text/html; a calendar entry is an attachment to a reader
//   template values    dynamic_template_data, substitutions and sections; of all personalizations that share the message
//   attachments, and whether a List-Unsubscribe field goes out: `headers`, or `asm`, for which SendGrid adds one
// Source: SendGrid's OpenAPI description of v3 mail, read 2025-11.
#include "providers/email/sendgrid.hpp"

#include "providers/wire/json.hpp"
#include "providers/wire/text.hpp"

namespace providers::sendgrid_api {
namespace {

using wire::Type;
using wire::Value;

/// Of template values; what a message wants is said in fewer.
constexpr std::size_t most_values = 256;

std::string_view string_of(Value object, std::string_view key)
{
    auto const member = object.find(key);
    return member && member->is(Type::string) ? (*member)->text : std::string_view{};
}

void add_values(std::optional<Value> container, std::vector<std::string>& values)
{
    if (!container) return;
    wire::each_scalar(*container, [&](Value scalar) {
        bool const says = scalar.is(Type::string) || scalar.is(Type::number);
        if (says && values.size() < most_values) values.emplace_back(scalar->text);
    });
}

bool has_unsubscribe_field(Value object)
{
    auto const headers = object.find("headers");
    if (!headers || !headers->is(Type::object)) return false;
    for (Value const header : *headers) {
        if (wire::same_but_for_case(header->key, "List-Unsubscribe")) return true;
    }
    return false;
}

void read_content(Value part, model::Text& text)
{
    auto const type = string_of(part, "type");
    auto const value = string_of(part, "value");
    if (wire::is_media_type(type, "text/plain")) {
        text.plain += value;
    } else if (wire::is_media_type(type, "text/html")) {
        text.html += value;
    } else if (!wire::is_media_type(type, "text/x-amp-html")) {
        text.has_media = true;
    }
}

void read_mail(Value root, model::Text& text)
{
    text.subject = string_of(root, "subject");
    if (auto const content = root.find("content"); content && content->is(Type::array)) {
        for (Value const part : *content)
            read_content(part, text);
    }
    add_values(root.find("sections"), text.values);
    auto const attachments = root.find("attachments");
    text.has_media = text.has_media || (attachments && !attachments->empty());
    auto const group = root.find("asm");
    text.has_unsubscribe =
        has_unsubscribe_field(root) || (group && group->is(Type::object) && !group->empty());
}

void read_personalization(Value envelope, model::Text& text)
{
    if (auto const subject = string_of(envelope, "subject"); !subject.empty()) {
        text.subject = subject;
    }
    add_values(envelope.find("dynamic_template_data"), text.values);
    add_values(envelope.find("substitutions"), text.values);
    text.has_unsubscribe = text.has_unsubscribe || has_unsubscribe_field(envelope);
}

}  // namespace

std::size_t Numbering::of(Value envelope)
{
    bool const own = envelope.find("from") || envelope.find("subject");
    if (own) return next_++;
    if (!shared_) shared_ = next_++;
    return *shared_;
}

model::Text text(Call const& call, std::size_t message)
{
    model::Text text;
    auto const document = wire::Document::read(call.body);
    if (!document) return text;
    auto const root = document->root();
    read_mail(root, text);
    auto const envelopes = root.find("personalizations");
    if (!envelopes || !envelopes->is(Type::array)) return text;
    Numbering numbering;
    for (Value const envelope : *envelopes) {
        if (numbering.of(envelope) == message) read_personalization(envelope, text);
    }
    return text;
}

}  // namespace providers::sendgrid_api
