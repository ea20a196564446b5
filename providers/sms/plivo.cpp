// providers/sms/plivo.cpp: Plivo's Message API.
//   POST /v1/Account/{auth_id}/Message/   {"src", "dst": "+1415…<+1415…", "text", …}
//   -> 202 {"message": "message(s) queued", "message_uuid": ["…"], "invalid_number": ["…"], "api_id"}
// Source: Plivo's OpenAPI description of Message and its Node SDK 4.79.0, read 2026-11. From memory: bodies as forms,
// and what the categories of India's DLT stand for. All numbers of a call get the same text; those kept back are cut out
// of the one string that holds them.
#include "providers/sms/plivo.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/sms/number.hpp"
#include "providers/wire/run.hpp"
#include "providers/wire/text.hpp"

#include <array>

namespace providers {
namespace {

/// "service_explicit" advertises to customers who asked for it; "service_implicit" is about what they bought.
constexpr std::array<HintRule, 4> hint_rules{
    {{"dlt_template_category", "promotional", "marketing"},
     {"dlt_template_category", "service_explicit", "marketing"},
     {"dlt_template_category", "service_implicit", "service"},
     {"dlt_template_category", "transactional", "service"}}};

bool owns(std::string_view path)
{
    return path.starts_with("/v1/Account/");
}

bool claims(Call const& call)
{
    if (call.method != "POST") return false;
    constexpr std::string_view accounts = "/v1/account/";
    auto const path = wire::plain_path(call.path);
    if (!path.starts_with(accounts)) return false;
    auto const resource = path.find('/', accounts.size());
    return resource != std::string::npos && path.substr(resource) == "/message";
}

model::Result<model::Send> read(Call const& call)
{
    auto const order = plivo_api::order_of(call);
    if (!order) return order.error();
    model::Send send;
    auto& message = send.messages.emplace_back();
    message.sender = order->powerpack.empty() ? order->src : order->powerpack;
    message.template_id = order->template_name;
    if (!order->dlt_category.empty())
        message.hints.push_back({"dlt_template_category", order->dlt_category});
    auto const channel = order->type == "whatsapp" ? model::Channel::whatsapp : model::Channel::sms;
    for (auto const& number : order->numbers)
        send.recipients.push_back({channel, sms::with_plus(number.text)});
    return send;
}

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    if (!decision.suppresses_any()) return {};
    return wire::cut_separated(plivo_api::order_of(call)->numbers, decision);
}

model::Text text(Call const& call, std::size_t)
{
    model::Text text;
    if (auto order = plivo_api::order_of(call)) {
        text.plain = std::move(order->text);
        text.values = std::move(order->values);
        text.has_media = order->has_media;
    }
    return text;
}

}  // namespace

constinit Dialect const plivo{.name = "plivo",
                              .upstream = "https://api.plivo.com",
                              .hints = hint_rules,
                              .owns = owns,
                              .claims = claims,
                              .read = read,
                              .rewrite = rewrite,
                              .answer = plivo_api::answer,
                              .refuse = plivo_api::refuse,
                              .text = text,
                              .merge = plivo_api::merge,
                              .callback = plivo_api::callback,
                              .scheme = &auth::basic,
                              .deny = plivo_api::deny};

}  // namespace providers
