// providers/sms/twilio_text.cpp: what a Twilio message says.
//   Body               the text
//   ContentVariables   a template's values, as JSON: {"1": "Ada", "2": "12/1"}
//   MediaUrl, PersistentAction ("geo:...")   something to look at beside it
// Source: Twilio's OpenAPI description of api.v2010, read 2025-11.
#include "providers/sms/twilio.hpp"

#include "providers/wire/form.hpp"
#include "providers/wire/json.hpp"

namespace providers::twilio_api {
namespace {

std::vector<std::string> values_of(std::string variables)
{
    std::vector<std::string> values;
    auto const bytes = variables.size();
    variables.append(wire::body_padding, '\0');
    auto const document = wire::Document::read(std::string_view{variables}.substr(0, bytes));
    if (!document) return values;
    wire::each_scalar(document->root(), [&](wire::Value scalar) {
        bool const says = scalar.is(wire::Type::string) || scalar.is(wire::Type::number);
        if (says) values.emplace_back(scalar->text);
    });
    return values;
}

}  // namespace

model::Text text(Call const& call, std::size_t)
{
    model::Text text;
    auto const form = wire::Form::read(call.body, list_fields);
    if (!form) return text;
    text.plain = form->value("Body");
    text.values = values_of(form->value("ContentVariables"));
    text.has_media = form->find("MediaUrl") != nullptr || form->find("PersistentAction") != nullptr;
    return text;
}

}  // namespace providers::twilio_api
