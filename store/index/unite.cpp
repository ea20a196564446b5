#include "store/index/unite.hpp"

#include <algorithm>

namespace store {
namespace {

template <class Fact>
void sort_once(std::vector<Fact>& facts)
{
    if (facts.size() < 2) return;
    std::sort(facts.begin(), facts.end());
    facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
}

template <class Fact>
void append(std::vector<Fact>& facts, std::vector<Fact> const& more)
{
    facts.insert(facts.end(), more.begin(), more.end());
}

}  // namespace

void sort_once(model::Profile& profile)
{
    sort_once(profile.hard_stops);
    sort_once(profile.own);
    sort_once(profile.owners);
    sort_once(profile.starts);
    sort_once(profile.labels);
}

void unite(model::Profile& profile, model::Profile const& other)
{
    append(profile.hard_stops, other.hard_stops);
    append(profile.own, other.own);
    append(profile.owners, other.owners);
    append(profile.starts, other.starts);
    append(profile.labels, other.labels);
}

model::HardStop erased_stop()
{
    return {std::nullopt, model::Suppression::erased, {}};
}

}  // namespace store
