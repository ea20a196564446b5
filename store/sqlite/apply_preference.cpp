// store/sqlite/apply_preference.cpp: stops and allows.
//
// A choice has one slot: whose it is, the channel, what it covers. Under a former name of its
// category or stream it is the same slot. A choice of a customer is one of all its carbon copies:
// refused for one is refused for all.
#include "store/ledger/note.hpp"
#include "store/ledger/rules.hpp"
#include "store/ledger/state.hpp"
#include "store/sqlite/apply.hpp"
#include "store/sqlite/carbon_copy.hpp"
#include "store/sqlite/customers.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>

namespace store::sqlite {
namespace {

using model::Refused;

/// Whose slot it is, in the words of the columns.
struct Owner {
    std::string_view customer;
    std::string_view address;
    std::string_view copied_from;  ///< the carbon copy that was asked; empty: this one
};

/// A slot's state and the entry that made it.
struct Standing {
    std::string covers;
    model::State state = model::State::stop;
    std::int64_t ledger = 0;
    std::string source;
    model::Time at{};
};

std::vector<Standing> standings(Application& application, Owner const& owner,
                                model::SetPreference const& set)
{
    std::vector<Standing> found;
    auto const look = [&](std::string covers) {
        auto rows = application.sql.find_preference(owner.customer, owner.address,
                                                    to_column(set.preference.channel), covers);
        if (!rows.next()) return;
        found.push_back({std::move(covers), to_state(rows.view(0)), rows.number(1), rows.text(2),
                         to_time(rows.number(3))});
    };
    look(to_string(set.preference.covers));
    for (auto const& name : set.formerly)
        look(name);
    return found;
}

/// All of them say so already, and the heaviest of them at least as heavily.
bool adds_nothing(std::vector<Standing> const& now, model::State state,
                  model::Attribution const& by)
{
    auto const weight = weight_of(by.source);
    return !now.empty() &&
           std::ranges::all_of(now, [&](Standing const& one) { return one.state == state; }) &&
           std::ranges::any_of(
               now, [&](Standing const& one) { return weight_of(one.source) >= weight; });
}

Refusal may_replace(Standing const& now, model::State state, model::Attribution const& by)
{
    bool const lifts = now.state == model::State::stop && state == model::State::allow;
    if (!lifts) return std::nullopt;
    if (weight_of(now.source) == Weight::by_recipient) {
        return evidence_missing(by, now.source, now.at);
    }
    if (!by.imported || has_evidence(by)) return std::nullopt;
    return refused(Refused::Why::evidence_needed,
                   "there is a stop (" + now.source +
                       "): an import takes it back only with evidence of what was said");
}

void touch(Application& application, Owner const& owner)
{
    if (owner.customer.empty()) {
        application.touched.addresses.emplace(owner.address);
        return;
    }
    touch_customer(application, owner.customer);
}

model::Preference recorded(model::Preference preference, Standing const& standing)
{
    preference.covers = model::read_covers(standing.covers);
    preference.state = standing.state;
    return preference;
}

void clear_former(Application& application, Owner const& owner, model::SetPreference const& set,
                  Standing const& former)
{
    auto const was = recorded(set.preference, former);
    append(application, {"preference", owner.customer, owner.address, to_json(was), "",
                         note_of_renamed(was, set, application.by)});
    application.sql.drop_preference.run(owner.customer, owner.address, to_column(was.channel),
                                        former.covers);
}

Refusal put(Application& application, Owner const& owner, model::SetPreference const& set)
{
    auto const& preference = set.preference;
    auto const now = standings(application, owner, set);
    if (adds_nothing(now, preference.state, application.by)) {
        application.entries.push_back(now.front().ledger);
        return std::nullopt;
    }
    for (auto const& one : now) {
        if (auto refusal = may_replace(one, preference.state, application.by)) return refusal;
    }
    auto const covers = to_string(preference.covers);
    std::string before;
    for (auto const& one : now) {
        if (one.covers == covers) before = to_json(recorded(preference, one));
        if (one.covers != covers) clear_former(application, owner, set, one);
    }
    auto note = note_of(set, application.by);
    if (!owner.copied_from.empty()) {
        note = followed_by(std::move(note), because_of_copy(owner.copied_from));
    }
    auto const sequence =
        append(application, {"preference", owner.customer, owner.address, std::move(before),
                             to_json(preference), std::move(note)});
    application.sql.put_preference.run(owner.customer, owner.address, to_column(preference.channel),
                                       covers, name_of(preference.state), sequence);
    touch(application, owner);
    return std::nullopt;
}

}  // namespace

Refusal apply(Application& application, model::SetPreference const& set)
{
    if (auto const* address = std::get_if<model::Address>(&set.subject)) {
        return put(application, {{}, address->text(), {}}, set);
    }
    auto const& id = std::get<model::OfCustomer>(set.subject).id;
    auto const group = carbon_copies(application, id);
    if (group.empty()) return unknown_customer(application, id);
    for (auto const& member : group) {
        model::SetPreference const theirs{model::OfCustomer{member}, set.preference, set.formerly};
        Owner const owner{member, {}, member == id ? std::string_view{} : id};
        if (auto refusal = put(application, owner, theirs)) return refusal;
    }
    return std::nullopt;
}

}  // namespace store::sqlite
