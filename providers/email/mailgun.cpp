// providers/email/mailgun.cpp: Mailgun.
//   POST /v3/{domain}/messages       to=A <a@x>, b@y&to=…&cc=…&bcc=…&from=…&subject=…&text=…&o:tag=…   (form, multipart)
//   POST /v3/{domain}/messages.mime  to=…, message=<a raw message>                                     (multipart)
//   -> 200 {"id": "<…@domain>", "message": "Queued. Thank you."}
// Source: Mailgun's OpenAPI description and documentation and its Node SDK 14.0.1, read 2026-11. `to` is the envelope of
// messages.mime; its headers only show. A message asks for a `to`, so copies follow those. From memory: sending a stored
// message again (POST /v3/domains/{domain}/messages/{key}), and that `h:To` and its like only show; they are pruned all
// the same. Who stands behind the address of a mailing list can't be seen here.
#include "providers/email/mailgun.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/email/content.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers {
namespace {

using mailgun_api::Order;

/// A tag means what its owner says; the two optimisations of delivery are for campaigns.
constexpr std::array<HintRule, 5> hint_rules{{{"o:tag", "newsletter", "marketing"},
                                              {"o:tag", "marketing", "marketing"},
                                              {"o:tag", "promotion", "marketing"},
                                              {"o:deliverytime-optimize-period", "*", "marketing"},
                                              {"o:time-zone-localize", "*", "marketing"}}};
constexpr std::array<std::string_view, 4> hint_fields{"o:tag", "o:deliverytime-optimize-period",
                                                      "o:time-zone-localize", "template"};

/// Whether a plain path is one that sends.
bool sends(std::string_view path)
{
    constexpr std::string_view version = "/v3/";  // or another
    constexpr std::string_view stored = "domains/";
    bool const versioned = path.size() > version.size() && path.starts_with("/v") &&
                           path[2] >= '1' && path[2] <= '9' && path[3] == '/';
    if (!versioned) return false;
    path.remove_prefix(version.size());
    bool const again = path.starts_with(stored);
    if (again) path.remove_prefix(stored.size());
    auto const slash = path.find('/');
    if (slash == 0 || slash == std::string_view::npos) return false;
    auto const resource = path.substr(slash + 1);
    if (again) return resource.starts_with("messages/");
    return resource == "messages" || resource == "messages.mime";
}

bool owns(std::string_view path)
{
    return path.starts_with("/v3/") && sends(path) && !path.starts_with("/v3/domains/");
}

bool claims(Call const& call)
{
    return call.method == "POST" && sends(wire::plain_path(call.path));
}

model::Result<model::Send> read(Call const& call)
{
    auto const order = mailgun_api::read_order(call);
    if (!order) return order.error();
    model::Send send;
    auto& message = send.messages.emplace_back();
    for (auto const& field : order->fields) {
        auto const* name = std::find(hint_fields.begin(), hint_fields.end(), field.key);
        if (name != hint_fields.end()) message.hints.push_back({*name, field.value()});
    }
    if (order->variables) message.hints.push_back({"recipient-variables", "true"});
    message.sender = order->value("from");
    message.template_id = order->value("template");
    auto const add = [&](wire::Mailboxes const& boxes, bool primary, bool sealed = false) {
        for (auto const& box : boxes.all())
            send.recipients.push_back({model::Channel::email, box.spelling, 0, 0, primary, sealed});
    };
    for (auto const& list : order->lists)
        add(list.boxes, mailgun_api::is_primary(order->fields[list.field]));
    if (order->message) {
        if (auto const tag = order->message->head.value("X-Mailgun-Tag"); !tag.empty()) {
            message.hints.push_back({"o:tag", std::string{tag}});
        }
        for (auto const& field : order->message->head.recipients())
            add(field.list, false, order->message->head.is_signed());
    }
    return send;
}

model::Text text(Call const& call, std::size_t)
{
    auto const order = mailgun_api::read_order(call);
    if (!order) return {};
    if (order->message) return wire::text_of_message(order->message->text);
    model::Text said;
    said.subject = order->value("subject");
    said.plain = order->value("text");
    said.html = order->value("html");
    for (std::string_view const data : {"t:variables", "recipient-variables"})
        email::gather_json_texts(order->value(data), said.values);
    for (auto const& field : order->fields) {
        said.has_media = said.has_media || field.key == "attachment" || field.key == "inline";
        said.has_unsubscribe =
            said.has_unsubscribe || wire::same_but_for_case(field.key, "h:List-Unsubscribe");
    }
    for (auto const* placeholder : {"unsubscribe_url%", "unsubscribe_email%"}) {
        said.has_unsubscribe = said.has_unsubscribe ||
                               said.plain.find(placeholder) != std::string::npos ||
                               said.html.find(placeholder) != std::string::npos;
    }
    return said;
}

}  // namespace

constinit Dialect const mailgun{.name = "mailgun",
                                .upstream = "https://api.mailgun.net",
                                .hints = hint_rules,
                                .owns = owns,
                                .claims = claims,
                                .read = read,
                                .rewrite = mailgun_api::rewrite,
                                .answer = mailgun_api::answer,
                                .refuse = mailgun_api::refuse,
                                .text = text,
                                .scheme = &auth::basic,
                                .deny = mailgun_api::deny};

}  // namespace providers
