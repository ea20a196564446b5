// providers/sms/plivo_order.cpp: a message as Plivo takes it, in JSON or (from memory) a form.
//   {"src" or "powerpack_uuid", "dst": "+1415…<+1415…", "text", "type", "url", "template": {"name", "components"}, …}
#include "providers/sms/plivo.hpp"

#include "providers/wire/form.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/spelt.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>

namespace providers::plivo_api {
namespace {

using model::Problem;
using wire::Type;
using wire::Value;

constexpr std::array<std::string_view, 1> dst_key{"dst"};
constexpr std::array<std::string_view, 2> lists{"media_urls", "media_ids"};

/// A browser's escape of it is none of ours.
constexpr char sign = '<';

/// The texts that a template's variables get.
void add_values(Value root, Order& order)
{
    auto const components = wire::at(root, {"template", "components"});
    if (!components || !components->is(Type::array)) return;
    for (Value const component : *components) {
        auto const parameters = component.find("parameters");
        if (!parameters || !parameters->is(Type::array)) continue;
        for (Value const parameter : *parameters) {
            auto text = wire::text_at(parameter, {"text"});
            if (!text.empty()) order.values.push_back(std::move(text));
        }
    }
}

model::Result<Order> read_json(std::string_view body)
{
    auto const document = wire::Document::read(body);
    if (!document) return document.error();
    Value const root = document->root();
    if (auto problem = wire::object_problem(root, dst_key)) return std::move(*problem);
    Order order;
    if (auto const dst = root.find("dst")) {
        if (dst->is(Type::string)) {
            order.numbers = wire::read_separated(wire::Spelt::json(body, *dst), sign);
        } else if (dst->is(Type::number)) {
            order.numbers.push_back({std::string{(*dst)->text}, (*dst)->begin, (*dst)->end});
        } else {
            return Problem{"not a string", "dst"};
        }
    }
    auto const text = [&](std::string_view key) { return wire::text_at(root, {key}); };
    order.type = text("type");
    order.src = text("src");
    order.powerpack = text("powerpack_uuid");
    order.template_name = wire::text_at(root, {"template", "name"});
    order.dlt_category = text("dlt_template_category");
    order.text = text("text");
    order.url = text("url");
    order.has_media = root.find("media_urls") || root.find("media_ids");
    add_values(root, order);
    return order;
}

model::Result<Order> read_form(std::string_view body)
{
    auto const form = wire::Form::read(body, lists);
    if (!form) return form.error();
    if (wire::has_misspelt(*form, "dst")) return Problem{"a field that resembles dst", "dst"};
    Order order;
    if (auto const* dst = form->find("dst"))
        order.numbers = wire::read_separated(wire::Spelt::form(body, dst->raw), sign);
    order.type = form->value("type");
    order.src = form->value("src");
    order.powerpack = form->value("powerpack_uuid");
    order.dlt_category = form->value("dlt_template_category");
    order.text = form->value("text");
    order.url = form->value("url");
    order.has_media = form->find("media_urls") != nullptr;
    return order;
}

}  // namespace

model::Result<Order> order_of(Call const& call)
{
    if (auto const form = wire::Form::read(call.query, lists);
        !form || form->find("dst") || wire::has_misspelt(*form, "dst")) {
        return Problem{"a recipient in the query string", "dst"};
    }
    auto const first = call.body.find_first_not_of(" \t\r\n");
    bool const looks_so = first != std::string_view::npos && call.body[first] == '{';
    bool const unsaid = call.content_type.empty();
    if (unsaid ? looks_so : wire::is_media_type(call.content_type, "application/json"))
        return read_json(call.body);
    if (wire::is_media_type(call.content_type, "application/x-www-form-urlencoded"))
        return read_form(call.body);
    return Problem{"expected application/json", std::string{media_type_field}};
}

}  // namespace providers::plivo_api
