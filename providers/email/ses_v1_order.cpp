#include "providers/email/ses_v1.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace providers::ses_api::v1 {
namespace {

using Problems = std::optional<model::Problem>;

constexpr std::array<std::string_view, 3> other_keys{"Action", "RawMessage.Data", "EmailAddress"};

std::size_t entry_of(Place const& place)
{
    return place.slot.entry ? place.slot.entry->value : 0;
}

std::size_t member_of(Place const& place)
{
    return place.slot.member ? place.slot.member->value : 0;
}

auto rank_of(Place const& place)
{
    return std::tuple{entry_of(place), place.slot.list, member_of(place)};
}

Problems read_field(Call const& call, std::size_t index, Order& order)
{
    auto const& field = order.form.fields()[index];
    auto const where = "field " + std::to_string(index + 1);
    for (std::string_view const key : other_keys) {
        if (field.key != key && wire::same_but_for_case(field.key, key)) {
            return model::Problem{"a key that differs only in case", where};
        }
    }
    auto const slot = read_slot(field.key);
    if (!slot) return model::Problem{slot.error().what, where};
    if (!*slot) return std::nullopt;
    auto value = wire::Spelt::form(call.body, field.raw);
    wire::Mailboxes boxes;
    if ((*slot)->member) {
        auto read = wire::Mailboxes::read(value.text());
        if (!read) return model::Problem{read.error().what, where};
        boxes = std::move(*read);
    }
    order.places.push_back({index, **slot, std::move(value), std::move(boxes), 0});
    return std::nullopt;
}

/// Whether the places, in their order, number each list and the entries from 1 without gaps.
bool is_numbered(Order& order)
{
    std::size_t entry = 0;
    std::size_t member = 0;
    std::size_t list = 0;
    for (Place& place : order.places) {
        bool const goes_on = entry_of(place) == entry && place.slot.list == list;
        if (entry_of(place) != entry && entry_of(place) != ++entry) return false;
        if (!goes_on) member = 0;
        list = place.slot.list;
        if (place.slot.member && place.slot.member->value != ++member) return false;
        place.first = order.recipients;
        order.recipients += place.boxes.all().size();
    }
    order.entries = entry;
    return true;
}

}  // namespace

bool Place::delivers_any(model::Decision const& decision) const
{
    for (std::size_t i = first; i < first + boxes.all().size(); ++i) {
        if (decision.delivers(i)) return true;
    }
    return false;
}

bool Order::keeps(std::size_t entry, model::Decision const& decision) const
{
    bool names_anyone = false;
    for (Place const& place : places) {
        if (entry_of(place) != entry) continue;
        if (place.delivers_any(decision)) return true;
        names_anyone = names_anyone || !place.boxes.all().empty();
    }
    return !names_anyone;
}

model::Result<Order> read_order(Call const& call)
{
    auto form = wire::Form::read(call.body, {});
    if (!form) return form.error();
    Order order{std::move(*form), {}, {}, 0, 0, std::nullopt};
    order.action = order.form.value("Action");
    for (std::size_t i = 0; i < order.form.fields().size(); ++i) {
        if (auto problem = read_field(call, i, order)) return std::move(*problem);
    }
    std::stable_sort(order.places.begin(), order.places.end(),
                     [](Place const& a, Place const& b) { return rank_of(a) < rank_of(b); });
    if (!is_numbered(order))
        return model::Problem{"members that are not numbered from 1", "Destinations"};
    auto const data = order.form.value("RawMessage.Data");
    if (data.empty()) return order;
    auto raw = read_raw(data);
    if (!raw) return raw.error();
    order.raw = std::move(*raw);
    return order;
}

}  // namespace providers::ses_api::v1
