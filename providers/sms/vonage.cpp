// providers/sms/vonage.cpp: Vonage's SMS API.
//   POST|GET /sms/json or /sms/xml   to=…&from=…&text=…, as JSON, a form or a query, with api_key and api_secret or sig
//   -> 200 {"message-count": "1", "messages": [{"to", "message-id", "status": "0", …}]}
// Source: Vonage's OpenAPI description of the SMS API and its Node SDK 3.27.0, read 2026-11.
// One recipient a call, so there is never anything to cut; `sig`, which covers every parameter, stays true, or is made
// anew with the credential (vonage_credential.cpp). Numbers
// have a calling code and no plus. A mapping of the configuration says what `entity-id`, `content-id` (India's DLT) and
// `client-ref` mean.
#include "providers/sms/vonage.hpp"

#include "providers/auth/scheme.hpp"
#include "providers/sms/number.hpp"
#include "providers/wire/form.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers {
namespace vonage_api {
namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::array<std::string_view, 1> to_key{"to"};

std::optional<model::Problem> add_form(std::string_view text, Parameters& parameters)
{
    auto const form = wire::Form::read(text, {});
    if (!form) return form.error();
    if (wire::has_misspelt(*form, "to")) return model::Problem{"a field that resembles to", "to"};
    for (wire::Field const& field : form->fields())
        parameters.all.emplace_back(field.key, field.value());
    return std::nullopt;
}

std::optional<model::Problem> add_json(std::string_view body, Parameters& parameters)
{
    using wire::Type;
    auto const document = wire::Document::read(body);
    if (!document) return document.error();
    auto const root = document->root();
    if (auto problem = wire::object_problem(root, to_key)) return problem;
    for (wire::Value const member : root) {
        bool const holds_more = member.is(Type::object) || member.is(Type::array);
        if (holds_more && member->key == "to") return model::Problem{"not a string", "to"};
        parameters.all.emplace_back(member->key, member->text);
    }
    return std::nullopt;
}

}  // namespace

bool is_json(Call const& call)
{
    auto const first = call.body.find_first_not_of(" \t\r\n");
    bool const looks_so = first != std::string_view::npos && call.body[first] == '{';
    return call.content_type.empty() ? looks_so
                                     : wire::is_media_type(call.content_type, "application/json");
}

std::string_view Parameters::value(std::string_view name) const
{
    auto const found =
        std::ranges::find_if(all, [&](auto const& one) { return one.first == name; });
    return found == all.end() ? std::string_view{} : found->second;
}

model::Result<Parameters> parameters_of(Call const& call)
{
    Parameters parameters;
    auto problem = add_form(call.query, parameters);
    bool const json = is_json(call);
    bool const has_body = !call.body.empty() || (json && call.method != "GET");
    if (!problem && has_body) {
        if (json) {
            problem = add_json(call.body, parameters);
        } else if (wire::is_media_type(call.content_type, form_type)) {
            problem = add_form(call.body, parameters);
        } else {
            problem = {"expected application/json or a form", std::string{media_type_field}};
        }
    }
    if (problem) return std::move(*problem);
    auto const times =
        std::ranges::count_if(parameters.all, [](auto const& one) { return one.first == "to"; });
    if (times > 1) return model::Problem{"in the query and in the body", "to"};
    return parameters;
}

}  // namespace vonage_api

namespace {

constexpr std::array<std::string_view, 3> hint_fields{"client-ref", "entity-id", "content-id"};

bool is_send(std::string_view path)
{
    return path == "/sms/json" || path == "/sms/xml";
}

bool claims(Call const& call)
{
    bool const can_send = call.method == "POST" || call.method == "GET";
    return can_send && is_send(wire::plain_path(call.path));
}

model::Result<model::Send> read(Call const& call)
{
    auto const parameters = vonage_api::parameters_of(call);
    if (!parameters) return parameters.error();
    model::Send send;
    auto& message = send.messages.emplace_back();
    message.sender = parameters->value("from");
    message.template_id = parameters->value("content-id");
    for (std::string_view const name : hint_fields) {
        auto const value = parameters->value(name);
        if (!value.empty()) message.hints.push_back({name, std::string{value}});
    }
    auto const to = parameters->value("to");
    if (!to.empty()) send.recipients.push_back({model::Channel::sms, sms::with_plus(to)});
    return send;
}

model::Text text(Call const& call, std::size_t)
{
    model::Text text;
    if (auto const parameters = vonage_api::parameters_of(call)) {
        text.subject = parameters->value("title");
        text.plain = parameters->value("text");
    }
    return text;
}

}  // namespace

constinit Dialect const vonage{.name = "vonage",
                               .upstream = "https://rest.nexmo.com",
                               .hints = {},
                               .owns = is_send,
                               .claims = claims,
                               .read = read,
                               .rewrite = cut_nothing,
                               .answer = vonage_api::answer,
                               .refuse = vonage_api::refuse,
                               .text = text,
                               .callback = vonage_api::callback,
                               .scheme = &vonage_api::credential,
                               .deny = vonage_api::deny};

}  // namespace providers
