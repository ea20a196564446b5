// tests/histories/reference_links.cpp: carbon copies and merges.
#include "tests/histories/reference.hpp"

#include "tests/histories/plain.hpp"

namespace reference {

std::set<std::string> People::group_of(std::string const& id) const
{
    std::set<std::string> group;
    if (!has(customers_, id)) return group;
    group.insert(id);
    for (std::size_t before = 0; before != group.size();) {
        before = group.size();
        for (auto const& [one, customer] : customers_) {
            if (customer.copy_of.empty()) continue;
            if (group.count(one) > 0) group.insert(customer.copy_of);
            if (group.count(customer.copy_of) > 0) group.insert(one);
        }
    }
    return group;
}

bool People::leads_to(std::string const& id, std::string const& to) const
{
    for (auto at = id; !at.empty(); at = customers_.at(at).copy_of) {
        if (at == to) return true;
    }
    return false;
}

// The stricter wins: a stop over an allow, the recipient's own over anybody's.
void People::take_stricter(Choices& choices, Choices const& others)
{
    for (auto const& [slot, other] : others) {
        auto& held = choices.insert({slot, other}).first->second;
        bool const stricter = other.stop && !held.stop;
        bool const weightier = other.stop == held.stop && other.weight > held.weight;
        if (stricter || weightier) held = other;
    }
}

// A channel that is off over one that is on.
void People::take_stricter(Start& start, Start const& other)
{
    if (!start) start = other;
    if (!other) return;
    start->first &= other->first;
    start->second &= other->second;
}

void People::make_equal(std::set<std::string> const& group)
{
    if (group.size() < 2) return;
    Choices common;
    Start start;
    for (auto const& id : group) {
        take_stricter(common, customers_[id].choices);
        take_stricter(start, customers_[id].start);
    }
    bool const says_less = start && !(start->first && start->second);
    for (auto const& id : group) {
        customers_[id].choices = common;
        // For whom the settings speak, they go on speaking, unless another's start says less.
        if (customers_[id].start || says_less) customers_[id].start = start;
    }
}

bool People::merge(std::string const& into, std::string const& from)
{
    if (into == from || !has(customers_, into) || !has(customers_, from)) return false;
    auto const ended = customers_[from];
    auto& whole = customers_[into];
    take_stricter(whole.choices, ended.choices);
    take_stricter(whole.start, ended.start);
    for (auto const& [address, contact] : ended.contacts) {
        whole.contacts.insert({address, contact});  // under the label it has there already
        whole.contacts[address].opted_in |= contact.opted_in;
    }
    auto const link = link_of_whole(into, from);
    customers_.erase(from);
    // What the one went through, the whole did; whoever has that id later did not.
    for (auto& [address, known] : addresses_) {
        if (known.ever_held_by.erase(from) > 0) known.ever_held_by.insert(into);
    }
    for (auto& [id, customer] : customers_) {
        if (customer.copy_of == from) customer.copy_of = into;
    }
    customers_[into].copy_of = link;
    make_equal(group_of(into));
    return true;
}

/// What it was, unless that was the one that ended; else what the other was.
std::string People::link_of_whole(std::string const& into, std::string const& from) const
{
    auto const& mine = customers_.at(into).copy_of;
    auto const& theirs = customers_.at(from).copy_of;
    bool const below = leads_to(into, from);
    bool const above = leads_to(from, into);
    return below || (mine.empty() && !above) ? theirs : mine;
}

}  // namespace reference
