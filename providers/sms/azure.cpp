// providers/sms/azure.cpp: Azure Communication Services.
//   POST /sms?api-version=…          {"from", "smsRecipients": [{"to", …}], "message", "smsSendOptions": {"tag"}}
//   -> 202 {"value": [{"to", "messageId", "httpStatusCode": 202, "successful": true}]}
//   POST /emails:send?api-version=…  {"senderAddress", "recipients": {"to": [{"address"}], "cc", "bcc"}, "content": {…}}
//   -> 202 {"id", "status": "Running"}, Operation-Location, which is polled
// Source: Azure's OpenAPI descriptions of communicationservicessms and CommunicationServicesEmail and its Node SDKs
// 1.1.0, read 2026-11. Neither says why a message is sent; a mapping of the configuration may say it by `tag`.
#include "providers/sms/azure.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/email/content.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

namespace providers {
namespace {

using azure_api::address_lists;
using model::Problem;
using wire::Type;
using wire::Value;

constexpr std::string_view sms_path = "/sms";
constexpr std::string_view mail_path = "/emails:send";
constexpr std::array<std::string_view, 1> sms_keys{"smsRecipients"};
constexpr std::array<std::string_view, 1> to_key{"to"};
constexpr std::array<std::string_view, 1> mail_keys{"recipients"};
constexpr std::array<std::string_view, 1> address_key{"address"};

bool owns(std::string_view path)
{
    return path == sms_path || path.starts_with("/sms/optouts:") || path == mail_path ||
           path.starts_with("/emails/operations/");
}

bool claims(Call const& call)
{
    if (call.method != "POST") return false;
    auto const path = wire::plain_path(call.path);
    return path == sms_path || path == mail_path;
}

// ---- reading

/// Adds the recipient that each object of `list` names by its `key`, made like `pattern`.
std::optional<Problem> read_list(Value list, std::span<std::string_view const> key,
                                 model::Recipient const& pattern, model::Send& send)
{
    if (list.is(Type::null)) return std::nullopt;
    if (!list.is(Type::array)) return Problem{"not an array", ""};
    std::size_t index = 0;
    for (Value const one : list) {
        auto const where = "." + std::to_string(index++);
        if (auto problem = wire::object_problem(one, key))
            return Problem{problem->what, where + problem->where};
        auto const address = one.find(key.front());
        if (!address || !address->is(Type::string))
            return Problem{"missing or not a string", where};
        send.recipients.push_back(pattern);
        send.recipients.back().spelling = (*address)->text;
    }
    return std::nullopt;
}

std::optional<Problem> read_sms(Value root, model::Send& send)
{
    if (auto problem = wire::object_problem(root, sms_keys)) return problem;
    auto& message = send.messages.emplace_back();
    message.sender = wire::text_at(root, {"from"});
    if (auto tag = wire::text_at(root, {"smsSendOptions", "tag"}); !tag.empty())
        message.hints.push_back({"tag", std::move(tag)});
    auto const list = root.find("smsRecipients");
    if (!list) return Problem{"missing", "smsRecipients"};
    auto problem = read_list(*list, to_key, {}, send);
    if (problem) problem->where.insert(0, "smsRecipients");
    return problem;
}

std::optional<Problem> read_mail(Value root, model::Send& send)
{
    if (auto problem = wire::object_problem(root, mail_keys)) return problem;
    send.messages.emplace_back().sender = wire::text_at(root, {"senderAddress"});
    auto const headers = root.find("headers");
    if (headers && email::names_recipients(*headers))
        return Problem{"a header that names recipients", "headers"};
    auto const lists = root.find("recipients");
    if (!lists) return Problem{"missing", "recipients"};
    if (auto problem = wire::object_problem(*lists, address_lists)) return problem;
    auto const to = lists->find("to");
    bool const has_primary = to && to->is(Type::array) && !to->empty();
    model::Recipient pattern;
    pattern.channel = model::Channel::email;
    for (Value const list : *lists) {
        if (!azure_api::is_address_list(list->key)) continue;
        pattern.primary = !has_primary || list->key == "to";
        if (auto problem = read_list(list, address_key, pattern, send)) {
            return Problem{problem->what, "recipients." + std::string{list->key} + problem->where};
        }
    }
    return std::nullopt;
}

model::Result<model::Send> read(Call const& call)
{
    if (!wire::is_media_type(call.content_type, "application/json"))
        return Problem{"expected application/json", std::string{media_type_field}};
    auto const document = wire::Document::read(call.body);
    if (!document) return document.error();
    model::Send send;
    auto problem = azure_api::is_mail(call) ? read_mail(document->root(), send)
                                            : read_sms(document->root(), send);
    if (problem) return std::move(*problem);
    return send;
}

model::Text text(Call const& call, std::size_t)
{
    using wire::text_at;
    auto const document = wire::Document::read(call.body);
    Value const root = document.value().root();
    model::Text text;
    if (!azure_api::is_mail(call)) {
        text.plain = text_at(root, {"message"});
        return text;
    }
    text.subject = text_at(root, {"content", "subject"});
    text.plain = text_at(root, {"content", "plainText"});
    text.html = text_at(root, {"content", "html"});
    text.has_media = root.find("attachments").has_value();
    if (auto const headers = wire::at(root, {"headers"})) {
        for (Value const header : *headers) {
            text.has_unsubscribe =
                text.has_unsubscribe || wire::same_but_for_case(header->key, "List-Unsubscribe");
        }
    }
    return text;
}

}  // namespace

bool azure_api::is_mail(Call const& call)
{
    return call.path == mail_path || wire::plain_path(call.path) == mail_path;
}

constinit Dialect const azure{.name = "azure",
                              .upstream = "https://resource.communication.azure.com",
                              .hints = {},
                              .owns = owns,
                              .claims = claims,
                              .read = read,
                              .rewrite = azure_api::rewrite,
                              .answer = azure_api::answer,
                              .refuse = azure_api::refuse,
                              .text = text,
                              .merge = azure_api::merge,
                              .recall = azure_api::recall,
                              .scheme = &auth::azure_hmac,
                              .deny = azure_api::deny,
                              .own_url = "Operation-Location"};

}  // namespace providers
