#include "providers/email/content.hpp"
#include "providers/email/ses_v2.hpp"
#include "providers/wire/members.hpp"
#include "providers/wire/text.hpp"

#include <algorithm>

namespace providers::ses_api::v2 {
namespace {

using wire::Type;
using wire::Value;
using Problems = std::optional<model::Problem>;

constexpr std::array<std::string_view, 4> root_keys{"Destination", "Content", "BulkEmailEntries",
                                                    "DefaultContent"};
constexpr std::array<std::string_view, 4> entry_keys{"Destination", "ReplacementHeaders", "Content",
                                                     "ReplacementEmailContent"};
constexpr std::array<std::string_view, 4> content_keys{"Simple", "Raw", "Template", "Headers"};
constexpr std::array<std::string_view, 1> raw_keys{"Data"};

Problems placed(Problems problem, std::string const& where)
{
    if (problem) problem->where = where + problem->where;
    return problem;
}

Problems read_list(Value list, Envelope& envelope)
{
    if (list.is(Type::null)) return std::nullopt;
    if (!list.is(Type::array)) return model::Problem{"not an array", ""};
    auto& spellings = envelope.lists.emplace_back(List{list, {}}).spellings;
    for (Value const one : list) {
        auto const where = "." + std::to_string(spellings.size());
        if (!one.is(Type::string)) return model::Problem{"not a string", where};
        auto boxes = wire::Mailboxes::read(one->text);
        if (!boxes) return model::Problem{boxes.error().what, where};
        envelope.count += boxes->all().size();
        spellings.push_back({one, std::move(*boxes)});
    }
    return std::nullopt;
}

Problems read_destination(Value owner, Envelope& envelope)
{
    envelope.destination = wire::at(owner, {"Destination"});
    if (!envelope.destination) return std::nullopt;
    if (auto problem = wire::object_problem(*envelope.destination, address_lists)) {
        return placed(problem, "Destination");
    }
    for (Value const member : *envelope.destination) {
        bool const is_list = std::find(address_lists.begin(), address_lists.end(), member->key) !=
                             address_lists.end();
        if (!is_list) continue;
        auto const where = "Destination." + std::string{member->key};
        if (auto problem = read_list(member, envelope)) return placed(problem, where);
    }
    return std::nullopt;
}

/// Headers of one's own that name recipients: what SES makes of them is not known.
Problems check_headers(Value owner, std::string_view key)
{
    auto const headers = wire::at(owner, {key});
    if (!headers || !email::names_recipients(*headers)) return std::nullopt;
    return model::Problem{"a header that names recipients", std::string{key}};
}

Problems read_content(Value root, Order& order)
{
    auto const content = wire::at(root, {"Content"});
    if (!content) return std::nullopt;
    if (auto problem = wire::object_problem(*content, content_keys)) {
        return placed(problem, "Content");
    }
    for (std::string_view const kind : {"Simple", "Template"}) {
        auto const one = wire::at(*content, {kind});
        if (!one) continue;
        if (auto problem = wire::object_problem(*one, content_keys)) return problem;
        if (auto problem = check_headers(*one, "Headers")) return problem;
    }
    auto const raw = wire::at(*content, {"Raw"});
    if (!raw) return std::nullopt;
    if (auto problem = wire::object_problem(*raw, raw_keys)) return placed(problem, "Content.Raw");
    order.raw_data = wire::at(*raw, {"Data"});
    bool const is_text = order.raw_data && order.raw_data->is(Type::string);
    if (!is_text) return model::Problem{"not a string", "Content.Raw.Data"};
    auto message = read_raw((*order.raw_data)->text);
    if (!message) return message.error();
    order.raw = std::move(*message);
    return std::nullopt;
}

Problems read_entry(Value entry, Order& order)
{
    if (auto problem = wire::object_problem(entry, entry_keys)) return problem;
    if (auto problem = check_headers(entry, "ReplacementHeaders")) return problem;
    auto& envelope = order.envelopes.emplace_back();
    if (order.envelopes.size() > 1) {
        auto const& before = order.envelopes[order.envelopes.size() - 2];
        envelope.first = before.first + before.count;
    }
    return read_destination(entry, envelope);
}

Problems read_entries(Value root, Order& order)
{
    auto const content = wire::at(root, {"DefaultContent", "Template"});
    if (content) {
        if (auto problem = check_headers(*content, "Headers")) return problem;
    }
    order.entries = wire::at(root, {"BulkEmailEntries"});
    if (!order.entries || !order.entries->is(Type::array)) {
        return model::Problem{"not an array", "BulkEmailEntries"};
    }
    std::size_t index = 0;
    for (Value const entry : *order.entries) {
        auto const where = "BulkEmailEntries." + std::to_string(index++) + ".";
        if (auto problem = read_entry(entry, order)) return placed(problem, where);
    }
    return std::nullopt;
}

Problems read_root(Call const& call, Order& order)
{
    Value const root = order.document.root();
    if (auto problem = wire::object_problem(root, root_keys)) return problem;
    if (wire::plain_path(call.path).ends_with("bulk-emails")) return read_entries(root, order);
    if (auto problem = read_entry(root, order)) return problem;
    return read_content(root, order);
}

}  // namespace

bool Envelope::delivers_any(model::Decision const& decision) const
{
    for (std::size_t i = first; i < first + count; ++i) {
        if (decision.delivers(i)) return true;
    }
    return false;
}

model::Result<Order> read_order(Call const& call)
{
    auto document = wire::Document::read(call.body);
    if (!document) return document.error();
    Order order{std::move(*document), std::nullopt, {}, std::nullopt, std::nullopt};
    if (auto problem = read_root(call, order)) return std::move(*problem);
    return order;
}

}  // namespace providers::ses_api::v2
