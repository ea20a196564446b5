// providers/email/ses_v1.cpp: SES' query API: POST / Action=Send…&Version=2010-12-01&…, and everything else at that path.
//   SendEmail, SendTemplatedEmail, SendBulkTemplatedEmail, SendRawEmail   recipients as in ses_v1.hpp
//   SendCustomVerificationEmail                                           EmailAddress=…
//   SendBounce, and what sends nothing                                    goes on as it came
// The same actions by GET are refused: we could not cut what stands in a target (from memory: old clients did so).
#include "providers/email/ses_v1.hpp"

#include "providers/email/content.hpp"
#include "providers/wire/text.hpp"

namespace providers::ses_api::v1 {
namespace {

constexpr std::array<std::string_view, 4> sends{"SendEmail", "SendTemplatedEmail",
                                                "SendBulkTemplatedEmail", "SendRawEmail"};
constexpr std::string_view verification = "SendCustomVerificationEmail";

constexpr std::array<std::string_view, 2> tag_lists{"Tags.member.", "DefaultTags.member."};

bool is_tag_of(std::string_view list, wire::Field const& field)
{
    return field.key.starts_with(list) && field.key.ends_with(".Name");
}

std::size_t tags_of(wire::Form const& form)
{
    auto const is_tag = [](wire::Field const& field) {
        return std::ranges::any_of(tag_lists, [&](auto list) { return is_tag_of(list, field); });
    };
    return static_cast<std::size_t>(std::ranges::count_if(form.fields(), is_tag));
}

model::Message message_of(Order const& order)
{
    model::Message message;
    auto const& form = order.form;
    if (auto set = form.value("ConfigurationSetName"); !set.empty()) {
        message.hints.push_back({"ConfigurationSetName", std::move(set)});
    }
    for (auto const list : tag_lists) {
        for (auto const& field : form.fields()) {
            if (!is_tag_of(list, field)) continue;
            auto const stem = std::string{field.key.substr(0, field.key.size() - 4)};
            message.hints.push_back({"Tags", field.value() + "=" + form.value(stem + "Value")});
        }
    }
    if (order.action == verification) message.hints.push_back({"CustomVerification", "true"});
    message.sender = form.value("Source");
    message.template_id = form.value("Template");
    if (message.template_id.empty()) message.template_id = form.value("TemplateName");
    return message;
}

model::Send send_of(Order const& order)
{
    model::Send send;
    auto message = message_of(order);
    if (order.entries > 1) message.hints.push_back({"SendBulkEmail", "true"});
    send.messages.assign(std::max<std::size_t>(order.entries, 1), message);
    for (Place const& place : order.places) {
        auto const message = place.slot.entry ? place.slot.entry->value - 1 : 0;
        for (auto const& box : place.boxes.all()) {
            send.recipients.push_back(
                {model::Channel::email, box.spelling, message, message, true});
        }
    }
    if (order.raw) {
        add_hints(*order.raw, send.messages.front());
        bool const is_envelope = order.recipients == 0;
        add_recipients(*order.raw, {model::Channel::email, {}, 0, 0, is_envelope}, send);
    }
    return send;
}

}  // namespace

bool claims(Call const& call)
{
    return call.method == "POST" || (call.method == "GET" && !call.query.empty());
}

model::Result<model::Send> read(Call const& call)
{
    auto const query = wire::Form::read(call.query, {});
    if (!query) return model::Problem{query.error().what, "query"};
    bool const sends_by_query =
        wire::has_misspelt(*query, "Action") || query->value("Action").starts_with("Send");
    if (sends_by_query || (call.method == "POST" && !query->fields().empty())) {
        return model::Problem{"an action in the query string; it must be the body of a POST",
                              "query"};
    }
    if (call.method != "POST") return model::Send{};
    if (!wire::is_media_type(call.content_type, "application/x-www-form-urlencoded")) {
        return model::Problem{"expected application/x-www-form-urlencoded",
                              std::string{media_type_field}};
    }
    auto const order = read_order(call);
    if (!order) return order.error();
    if (tags_of(order->form) > most_hints) return model::Problem{"too many tags", "Tags"};
    if (order->action == verification) {
        model::Send send = send_of(*order);
        send.recipients = {{model::Channel::email, order->form.value("EmailAddress")}};
        return send;
    }
    bool const is_send = std::find(sends.begin(), sends.end(), order->action) != sends.end();
    return is_send ? send_of(*order) : model::Send{};
}

model::Text text(Call const& call, std::size_t message)
{
    model::Text said;
    auto const order = read_order(call);
    if (!order) return said;
    if (order->raw) return wire::text_of_message(order->raw->message);
    auto const& form = order->form;
    said.subject = form.value("Message.Subject.Data");
    said.plain = form.value("Message.Body.Text.Data");
    said.html = form.value("Message.Body.Html.Data");
    auto const entry = "Destinations.member." + std::to_string(message + 1);
    for (auto const& data : {std::string{"TemplateData"}, std::string{"DefaultTemplateData"},
                             entry + ".ReplacementTemplateData"}) {
        email::gather_json_texts(form.value(data), said.values);
    }
    return said;
}

}  // namespace providers::ses_api::v1
