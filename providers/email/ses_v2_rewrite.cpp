// providers/email/ses_v2_rewrite.cpp: destinations without those kept back; an entry to nobody leaves its bulk. A raw
// message is spelt anew in base64. One that its sender signed stays as it is: where its headers were all that named
// its recipients, a Destination of those delivered stands beside it from now on.
#include "providers/email/ses_v2.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace providers::ses_api::v2 {
namespace {

using wire::Value;

/// Cuts one list of a destination; false: nobody in it is delivered. `recipient` goes on to behind the list.
bool cut_list(std::string_view body, List const& list, model::Decision const& decision,
              std::size_t& recipient, Cuts& cuts)
{
    Cuts within;
    bool any = list.spellings.empty();
    auto const keep = [&](std::size_t index, Value value) {
        auto const& boxes = list.spellings[index].boxes;
        auto const delivers = [&, first = recipient](std::size_t i) {
            return decision.delivers(first + i);
        };
        recipient += boxes.all().size();
        bool const kept =
            boxes.all().empty() ||
            wire::keep_mailboxes(boxes, wire::Spelt::json(body, value), delivers, within);
        any = any || (kept && !boxes.all().empty());
        return kept;
    };
    wire::keep_items(list.value, keep, within);
    if (any) cuts.insert(cuts.end(), within.begin(), within.end());
    return any;
}

void cut_envelope(std::string_view body, Envelope const& envelope, model::Decision const& decision,
                  Cuts& cuts)
{
    if (!envelope.destination) return;
    auto list = envelope.lists.begin();
    std::size_t recipient = envelope.first;
    auto const keep = [&](std::size_t, Value member) {
        bool const is_list =
            list != envelope.lists.end() && list->value.operator->() == member.operator->();
        return !is_list || cut_list(body, *list++, decision, recipient, cuts);
    };
    wire::keep_items(*envelope.destination, keep, cuts);
}

/// {"ToAddresses": […]} of those a signed message names and who are delivered.
std::string destination_of(Raw const& raw, model::Decision const& decision)
{
    boost::json::array addresses;
    for (auto const& address : delivered(raw, decision, 0))
        addresses.emplace_back(address);
    return boost::json::serialize(boost::json::object{{"ToAddresses", std::move(addresses)}});
}

void cut_raw(Order const& order, model::Decision const& decision, Cuts& cuts)
{
    auto const& envelope = order.envelopes.front();
    auto const& data = *order.raw_data;
    if (auto base64 = pruned(*order.raw, decision, envelope.count)) {
        cuts.push_back({data->begin + 1, data->end - 1, std::move(*base64)});
    }
    if (!order.raw->head.is_signed() || envelope.count > 0) return;
    auto destination = destination_of(*order.raw, decision);
    Value const root = order.document.root();
    if (auto const given = root.find("Destination")) {
        cuts.push_back({(*given)->begin, (*given)->end, std::move(destination)});
    } else {
        auto const begin = std::size_t{root->begin} + 1;
        cuts.push_back({begin, begin, "\"Destination\":" + destination + ","});
    }
}

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    Cuts cuts;
    auto const order = read_order(call);
    if (!order) return cuts;
    auto const keep = [&](std::size_t index, Value) {
        auto const& envelope = order->envelopes[index];
        bool const goes = envelope.count > 0 && !envelope.delivers_any(decision);
        if (!goes) cut_envelope(call.body, envelope, decision, cuts);
        return !goes;
    };
    if (order->entries)
        wire::keep_items(*order->entries, keep, cuts);
    else
        keep(0, order->document.root());
    if (order->raw) cut_raw(*order, decision, cuts);
    std::sort(cuts.begin(), cuts.end(),
              [](Cut const& a, Cut const& b) { return a.begin < b.begin; });
    return cuts;
}

}  // namespace providers::ses_api::v2
