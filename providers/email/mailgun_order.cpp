// providers/email/mailgun_order.cpp: the fields of a call, whichever way the body spells them.
#include "providers/email/mailgun.hpp"

#include "providers/email/content.hpp"
#include "providers/wire/multipart.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace providers::mailgun_api {
namespace {

using model::Problem;
using Problems = std::optional<Problem>;

constexpr std::array<std::string_view, 3> address_fields{"to", "cc", "bcc"};
constexpr std::array<std::string_view, 3> shown_fields{"h:to", "h:cc", "h:bcc"};
constexpr std::array<std::string_view, 3> single_fields{"recipient-variables", "message",
                                                        "template"};
constexpr std::array<std::string_view, 6> list_fields{"to",    "cc",         "bcc",
                                                      "o:tag", "attachment", "inline"};

bool names_recipients(std::string_view key)
{
    auto const is_key = [&](std::string_view one) { return wire::same_but_for_case(one, key); };
    return std::any_of(address_fields.begin(), address_fields.end(), is_key) ||
           std::any_of(shown_fields.begin(), shown_fields.end(), is_key);
}

Problems read_fields(Call const& call, Order& order)
{
    bool const is_multipart =
        !call.content_type.empty() && wire::is_media_type(call.content_type, "multipart/form-data");
    if (is_multipart) {
        auto const parts = wire::read_multipart(call.body, call.content_type);
        if (!parts) return parts.error();
        order.fields.assign(parts->begin(), parts->end());
        return std::nullopt;
    }
    if (!wire::is_media_type(call.content_type, "application/x-www-form-urlencoded")) {
        return Problem{"expected a form", std::string{media_type_field}};
    }
    auto form = wire::Form::read(call.body, list_fields);
    if (!form) return form.error();
    order.form = std::move(*form);
    order.fields = order.form->fields();
    return std::nullopt;
}

/// A recipient where only some readers look for one.
Problems check_spellings(Call const& call, Order const& order)
{
    auto const query = wire::Form::read(call.query, list_fields);
    if (!query) return Problem{query.error().what, "query"};
    for (std::string_view const name : address_fields) {
        if (wire::has_misspelt(order.fields, name)) {
            return Problem{"a field that resembles it", std::string{name}};
        }
        if (query->find(name) || wire::has_misspelt(*query, name)) {
            return Problem{"a recipient in the query string", std::string{name}};
        }
    }
    for (std::string_view const name : single_fields) {
        auto const count = std::count_if(order.fields.begin(), order.fields.end(),
                                         [&](auto const& field) { return field.key == name; });
        if (count > 1) return Problem{"the field stands twice", std::string{name}};
    }
    return std::nullopt;
}

bool is_own_header(std::string_view key)
{
    return key.starts_with("h:") || key.starts_with("H:");
}

Problems read_field(Call const& call, std::size_t index, Order& order)
{
    auto const& field = order.fields[index];
    if (is_own_header(field.key) && email::breaks_the_line(field.value()))
        return Problem{"a line break in a header", std::string{field.key}};
    auto const value = [&] {
        return order.form ? wire::Spelt::form(call.body, field.raw)
                          : wire::Spelt::as_is(call.body, field.raw);
    };
    if (names_recipients(field.key)) {
        auto spelt = value();
        auto boxes = wire::Mailboxes::read(spelt.text());
        if (!boxes) return Problem{boxes.error().what, std::string{field.key}};
        order.lists.push_back({index, std::move(spelt), std::move(*boxes)});
    } else if (field.key == "recipient-variables") {
        auto spelt = value();
        auto document = wire::Document::read(spelt.text());
        bool const is_object = document && document->root().is(wire::Type::object);
        if (!is_object) return Problem{"not a JSON object", std::string{field.key}};
        order.variables.emplace(Variables{index, std::move(spelt), std::move(*document)});
    } else if (field.key == "message" && wire::plain_path(call.path).ends_with(".mime")) {
        if (order.form)
            return Problem{"expected multipart/form-data", std::string{media_type_field}};
        auto head = wire::MimeHead::read(field.raw);
        if (!head) return head.error();
        order.message.emplace(RawMessage{index, field.raw, std::move(*head)});
    }
    return std::nullopt;
}

}  // namespace

std::string Order::value(std::string_view key) const
{
    auto const field = std::find_if(fields.begin(), fields.end(),
                                    [&](wire::Field const& one) { return one.key == key; });
    return field == fields.end() ? std::string{} : field->value();
}

bool is_primary(wire::Field const& field)
{
    return field.key == "to";
}

model::Result<Order> read_order(Call const& call)
{
    Order order;
    if (auto problem = read_fields(call, order)) return std::move(*problem);
    if (auto problem = check_spellings(call, order)) return std::move(*problem);
    for (std::size_t i = 0; i < order.fields.size(); ++i) {
        if (auto problem = read_field(call, i, order)) return std::move(*problem);
    }
    return order;
}

}  // namespace providers::mailgun_api
