// providers/email/postmark_rewrite.cpp: letters without those kept back; a letter to nobody leaves its batch, a list of
// nobody leaves its letter.
#include "providers/email/postmark.hpp"

#include <algorithm>

namespace providers::postmark_api {
namespace {

using wire::Value;

void cut_letter(std::string_view body, Letter const& letter, model::Decision const& decision,
                Cuts& cuts)
{
    auto list = letter.lists.begin();
    std::size_t first = letter.first;
    auto const keep = [&](std::size_t, Value member) {
        if (list == letter.lists.end() || list->member.operator->() != member.operator->())
            return true;
        auto const& boxes = (list++)->boxes;
        auto const delivers = [&, begin = first](std::size_t i) {
            return decision.delivers(begin + i);
        };
        first += boxes.all().size();
        return boxes.all().empty() ||
               wire::keep_mailboxes(boxes, wire::Spelt::json(body, member), delivers, cuts);
    };
    wire::keep_items(letter.value, keep, cuts);
}

}  // namespace

Cuts rewrite(Call const& call, model::Decision const& decision)
{
    Cuts cuts;
    if (!decision.suppresses_any()) return cuts;
    auto const letters = read_letters(call);
    auto const keep = [&](std::size_t index, Value) {
        Letter const& letter = letters->all[index];
        bool const goes = letter.goes(decision);
        if (goes) cut_letter(call.body, letter, decision, cuts);
        return goes;
    };
    if (letters->batch)
        wire::keep_items(*letters->batch, keep, cuts);
    else
        keep(0, letters->document.root());
    std::sort(cuts.begin(), cuts.end(),
              [](Cut const& a, Cut const& b) { return a.begin < b.begin; });
    return cuts;
}

}  // namespace providers::postmark_api
