#include "store/sqlite/choices.hpp"

#include "store/ledger/note.hpp"
#include "store/ledger/rules.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/customers.hpp"
#include "store/sqlite/rows.hpp"

namespace store::sqlite {
namespace {

/// Whether it wins over the other choice on its slot.
bool outdoes(Choice const& choice, Choice const& other)
{
    if (choice.state != other.state) return choice.state == model::State::stop;
    return weight_of(choice.source) > weight_of(other.source);
}

model::Preference preference_of(Choices::value_type const& slot)
{
    auto const& [channel, covers] = slot.first;
    return {to_channel(channel), model::read_covers(covers), slot.second.state};
}

}  // namespace

Choices choices_of(Application& application, std::string const& customer)
{
    Choices choices;
    for (auto rows = application.sql.preferences_of_customer(customer); rows.next();) {
        choices.emplace(std::pair{rows.text(0), rows.text(1)},
                        Choice{to_state(rows.view(2)), rows.text(3), rows.text(4), customer});
    }
    return choices;
}

void take_stricter(Choices& choices, Choices const& others)
{
    for (auto const& [slot, other] : others) {
        auto const [held, is_new] = choices.emplace(slot, other);
        if (!is_new && outdoes(other, held->second)) held->second = other;
    }
}

bool put_choices(Application& application, std::string const& customer, Choices const& choices,
                 std::string (*because)(std::string_view customer))
{
    bool wrote = false;
    auto const held = choices_of(application, customer);
    for (auto const& slot : choices) {
        auto const now = held.find(slot.first);
        auto const& choice = slot.second;
        if (now != held.end() && !outdoes(choice, now->second)) continue;
        auto const preference = preference_of(slot);
        model::Attribution const by{application.by.actor, choice.source, choice.evidence,
                                    application.by.at};
        Application theirs{application.sql, by, application.touched, {}};
        model::SetPreference const set{model::OfCustomer{customer}, preference, {}};
        auto const sequence = append(
            theirs,
            {"preference", customer, "", now == held.end() ? "" : to_json(preference_of(*now)),
             to_json(preference), followed_by(note_of(set, by), because(choice.customer))});
        application.entries.push_back(sequence);
        application.sql.put_preference.run(customer, "", slot.first.first, slot.first.second,
                                           name_of(choice.state), sequence);
        wrote = true;
    }
    if (wrote) touch_customer(application, customer);
    return wrote;
}

}  // namespace store::sqlite
