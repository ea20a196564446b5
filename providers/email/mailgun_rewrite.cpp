// providers/email/mailgun_rewrite.cpp: fields without those kept back. A field of nobody goes whole, as do the variables
// of whoever gets nothing; a raw message that its sender signed is left as it is, since its headers only show.
#include "providers/email/mailgun.hpp"

#include "providers/wire/text.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace providers::mailgun_api {
namespace {

/// Which recipients of a list, whose first one is `first`, are delivered.
auto delivers_from(model::Decision const& decision, std::size_t first)
{
    return [&decision, first](std::size_t i) { return decision.delivers(first + i); };
}

/// In lower case.
std::unordered_set<std::string> delivered(Order const& order, model::Decision const& decision)
{
    std::unordered_set<std::string> addresses;
    std::size_t recipient = 0;
    for (List const& list : order.lists) {
        for (auto const& box : list.boxes.all()) {
            if (decision.delivers(recipient++)) addresses.insert(wire::lower_case(box.address));
        }
    }
    return addresses;
}

void cut_variables(Order const& order, model::Decision const& decision, Cuts& cuts)
{
    auto const addresses = delivered(order, decision);
    auto const keep = [&](std::size_t, wire::Value member) {
        return addresses.contains(wire::lower_case(member->key));
    };
    Cuts within;
    wire::keep_items(order.variables->document.root(), keep, within);
    for (Cut const& cut : within) {
        auto const& value = order.variables->value;
        cuts.push_back({value.place(cut.begin), value.place(cut.end)});
    }
}

void cut_message(Call const& call, Order const& order, std::size_t first,
                 model::Decision const& decision, Cuts& cuts)
{
    auto const& [field, text, head] = *order.message;
    if (head.is_signed()) return;
    auto const begin = static_cast<std::size_t>(text.data() - call.body.data());
    Cuts within;
    wire::keep_recipients(text, head, delivers_from(decision, first), within);
    for (Cut const& cut : within)
        cuts.push_back({begin + cut.begin, begin + cut.end});
}

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    Cuts cuts;
    if (!decision.suppresses_any()) return cuts;
    auto const read = read_order(call);
    Order const& order = read.value();
    wire::Run run{cuts};
    std::size_t recipient = 0;
    auto list = order.lists.begin();
    Cuts within;
    for (std::size_t i = 0; i < order.fields.size(); ++i) {
        bool kept = true;
        if (list != order.lists.end() && list->field == i) {
            auto const& boxes = list->boxes;
            kept = boxes.all().empty() ||
                   wire::keep_mailboxes(boxes, list->value, delivers_from(decision, recipient),
                                        within);
            recipient += boxes.all().size();
            ++list;
        }
        auto const& field = order.fields[i];
        kept ? run.keep(field.begin, field.end) : run.drop(field.begin, field.end);
    }
    run.end();
    if (order.variables) cut_variables(order, decision, within);
    if (order.message) cut_message(call, order, recipient, decision, within);
    cuts.insert(cuts.end(), within.begin(), within.end());
    std::sort(cuts.begin(), cuts.end(),
              [](Cut const& a, Cut const& b) { return a.begin < b.begin; });
    return cuts;
}

}  // namespace providers::mailgun_api
