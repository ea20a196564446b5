// providers/sms/azure_rewrite.cpp: the same walk as reading, in the same order, so that the n-th address met is the n-th
// recipient.
#include "providers/sms/azure.hpp"

#include <iterator>

namespace providers::azure_api {
namespace {

using wire::Type;
using wire::Value;

/// Cuts the mail's recipients kept back, and lists that would be left empty.
void cut_mail(Value lists, model::Decision const& decision, Cuts& cuts)
{
    std::size_t next = 0;
    Cuts members;
    auto const holds_someone = [&](std::size_t, Value list) {
        if (!is_address_list(list->key) || !list.is(Type::array) || list.empty()) return true;
        auto const first = next;
        next += static_cast<std::size_t>(std::distance(list.begin(), list.end()));
        bool any = false;
        for (auto i = first; i < next; ++i)
            any = any || decision.delivers(i);
        if (any) {
            wire::keep_items(
                list, [&](std::size_t i, Value) { return decision.delivers(first + i); }, cuts);
        }
        return any;
    };
    wire::keep_items(lists, holds_someone, members);
    cuts.insert(cuts.end(), members.begin(), members.end());
    std::sort(cuts.begin(), cuts.end(),
              [](Cut const& a, Cut const& b) { return a.begin < b.begin; });
}

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    Cuts cuts;
    if (!decision.suppresses_any()) return cuts;
    auto const document = wire::Document::read(call.body);
    Value const root = document.value().root();
    if (is_mail(call)) {
        cut_mail(*root.find("recipients"), decision, cuts);
        return cuts;
    }
    wire::keep_items(
        *root.find("smsRecipients"), [&](std::size_t i, Value) { return decision.delivers(i); },
        cuts);
    return cuts;
}

}  // namespace providers::azure_api
