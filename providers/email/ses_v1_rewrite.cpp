// providers/email/ses_v1_rewrite.cpp: fields without those kept back. What stays is numbered anew, since a list with a
// gap is none; entries to nobody leave a bulk with all their fields. Raw messages as in ses_v2_rewrite.cpp.
#include "providers/email/ses_v1.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace providers::ses_api::v1 {
namespace {

/// What becomes of one place.
struct Fate {
    bool kept = true;
    std::size_t entry = 0;  ///< its numbers from now on
    std::size_t member = 0;
};

/// Counts the places, in their order, as they will be numbered.
class Numbering {
public:
    Numbering(Order const& order, model::Decision const& decision)
        : order_{order}, decision_{decision}
    {
    }

    Fate of(Place const& place)
    {
        auto const entry = place.slot.entry ? place.slot.entry->value : 0;
        if (entry != entry_) begin_entry(entry);
        if (entry != list_.first || place.slot.list != list_.second) member_ = 0;
        list_ = {entry, place.slot.list};
        if (!place.slot.member) return {keeps_entry_, kept_entries_, 0};
        bool const kept =
            keeps_entry_ && (place.boxes.all().empty() || place.delivers_any(decision_));
        if (kept) ++member_;
        return {kept, kept_entries_, member_};
    }

private:
    void begin_entry(std::size_t entry)
    {
        entry_ = entry;
        keeps_entry_ = order_.keeps(entry, decision_);
        if (keeps_entry_) ++kept_entries_;
    }

    Order const& order_;
    model::Decision const& decision_;
    std::size_t entry_ = 0;  ///< the last one seen, as it was numbered
    std::size_t kept_entries_ = 0;
    bool keeps_entry_ = true;
    std::pair<std::size_t, std::size_t> list_{};  ///< its entry, and which of the three
    std::size_t member_ = 0;
};

/// By field.
std::map<std::size_t, Fate> fates_of(Order const& order, model::Decision const& decision)
{
    std::map<std::size_t, Fate> fates;
    Numbering numbering{order, decision};
    for (Place const& place : order.places)
        fates.emplace(place.field, numbering.of(place));
    return fates;
}

/// Spells a number of a key anew, where it is another one now.
void renumber(wire::Spelt const& key, std::optional<Number> const& number, std::size_t now,
              Cuts& cuts)
{
    if (!number || number->value == now) return;
    cuts.push_back(
        {key.place(number->offset), key.place(number->offset + number->size), std::to_string(now)});
}

void cut_place(Call const& call, Order const& order, Place const& place, Fate const& fate,
               model::Decision const& decision, Cuts& cuts)
{
    auto const& field = order.form.fields()[place.field];
    auto const text = call.body.substr(field.begin, field.end - field.begin);
    auto const key = wire::Spelt::form(call.body, text.substr(0, text.find('=')));
    renumber(key, place.slot.entry, fate.entry, cuts);
    renumber(key, place.slot.member, fate.member, cuts);
    auto const delivers = [&](std::size_t i) { return decision.delivers(place.first + i); };
    wire::keep_mailboxes(place.boxes, place.value, delivers, cuts);
}

/// "a%40x" (RFC 3986: every reader of forms takes it).
std::string escaped(std::string_view text)
{
    std::string form;
    wire::append_field(form, {}, text);
    return form.substr(1);  // behind "="
}

void cut_raw(Call const& call, Order const& order, model::Decision const& decision, Cuts& cuts)
{
    if (auto const base64 = pruned(*order.raw, decision, order.recipients)) {
        auto const& raw = order.form.find("RawMessage.Data")->raw;
        auto const begin = static_cast<std::size_t>(raw.data() - call.body.data());
        cuts.push_back({begin, begin + raw.size(), escaped(*base64)});
    }
    if (!order.raw->head.is_signed() || order.recipients > 0) return;
    std::string destinations;
    std::size_t member = 0;
    for (auto const& address : delivered(*order.raw, decision, 0)) {
        destinations += "&Destinations.member." + std::to_string(++member) + "=" + escaped(address);
    }
    cuts.push_back({call.body.size(), call.body.size(), std::move(destinations)});
}

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    Cuts cuts;
    auto const order = read_order(call);
    if (!order) return cuts;
    auto const fates = fates_of(*order, decision);
    wire::Run run{cuts};
    Cuts within;
    auto const& fields = order->form.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const fate = fates.find(i);
        bool const kept = fate == fates.end() || fate->second.kept;
        kept ? run.keep(fields[i].begin, fields[i].end) : run.drop(fields[i].begin, fields[i].end);
    }
    run.end();
    for (Place const& place : order->places) {
        auto const& fate = fates.at(place.field);
        if (fate.kept) cut_place(call, *order, place, fate, decision, within);
    }
    if (order->raw) cut_raw(call, *order, decision, within);
    cuts.insert(cuts.end(), within.begin(), within.end());
    std::sort(cuts.begin(), cuts.end(),
              [](Cut const& a, Cut const& b) { return a.begin < b.begin; });
    return cuts;
}

}  // namespace providers::ses_api::v1
