#include "store/sqlite/gathered.hpp"

#include "store/ledger/state.hpp"
#include "store/sqlite/rows.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <variant>

namespace store::sqlite {
namespace {

using model::Address;
using model::Change;
using model::HardStop;
using model::Preference;
using model::SetHardStop;
using model::SetPreference;

std::string const* bare_address(Change const& change)
{
    if (auto const* stop = std::get_if<SetHardStop>(&change.what)) return &stop->address.text();
    auto const* set = std::get_if<SetPreference>(&change.what);
    auto const* address = set ? std::get_if<Address>(&set->subject) : nullptr;
    return address ? &address->text() : nullptr;
}

/// What there can be one of on an address: the key of the tables' rows behind the address.
using Place = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
Place place_of(Said const* said)
{
    if (!said) return {};
    return {said->action, said->channel, said->what, is_suppression(*said) ? said->more : ""};
}

std::uint64_t number_at(std::string_view text, std::size_t from)
{
    constexpr unsigned byte = 8;
    std::uint64_t number = 0;
    for (std::size_t i = from; i < from + sizeof number; ++i) {
        number = number << byte | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    return number;
}

bool before(Draft const& one, Draft const& other)
{
    if (one.beginning != other.beginning) return one.beginning < other.beginning;
    if (one.behind != other.behind) return one.behind < other.behind;
    if (auto const order = one.address <=> other.address; order != 0) return order < 0;
    if (one.said == other.said) return one.place < other.place;
    auto const place = place_of(one.said);
    auto const others = place_of(other.said);
    return place != others ? place < others : one.place < other.place;
}

// The numbers first: the addresses' texts lie all over the memory.
bool is_one_place(Draft const& one, Draft const& other)
{
    return one.beginning == other.beginning && one.behind == other.behind &&
           one.address == other.address && place_of(one.said) == place_of(other.said);
}

}  // namespace

Said const* Sayings::of(Change const& change)
{
    if (change.by.actor.empty()) return nullptr;
    if (auto const* stop = std::get_if<SetHardStop>(&change.what)) return of(stop->stop);
    auto const& set = std::get<SetPreference>(change.what);
    return set.formerly.empty() ? of(set.preference) : nullptr;
}

Said const* Sayings::of(HardStop const& stop)
{
    if (stop.suppression == model::Suppression::erased) return nullptr;
    auto const [found, is_new] = stops_.try_emplace(stop);
    if (is_new) {
        found->second = {
            "suppression", to_column(stop.channel), std::string{name_of(stop.suppression)},
            stop.sender,   to_json(stop),           stop};
    }
    return &found->second;
}

Said const* Sayings::of(Preference const& preference)
{
    auto const [found, is_new] = preferences_.try_emplace(preference);
    if (is_new) {
        found->second = {"preference",
                         to_column(preference.channel),
                         to_string(preference.covers),
                         std::string{name_of(preference.state)},
                         to_json(preference),
                         preference};
    }
    return &found->second;
}

void Gathered::add(Change change)
{
    auto const place = size_++;
    auto const* address = bare_address(change);
    if (!address) others_.push_back(place);
    auto const* said = address ? sayings_.of(change) : nullptr;
    if (address) {
        drafts_.push_back({number_at(*address, 0), number_at(*address, sizeof(std::uint64_t)),
                           keep(*address, {}), said, said ? keep(change.by) : nullptr, place});
    }
    if (!said) kept_.emplace_back(place, std::move(change));
}

// Where the last one said the same, it is that text.
std::string_view Gathered::keep(std::string_view text, std::string_view last)
{
    if (text == last) return last;
    auto* const copy = static_cast<char*>(texts_.allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

By const* Gathered::keep(model::Attribution const& by)
{
    auto const last = by_.empty() ? By{} : by_.back();
    By const kept{keep(by.actor, last.actor), keep(by.source, last.source),
                  keep(by.evidence, last.evidence), by.at, by.imported};
    if (by_.empty() || !(kept == last)) by_.push_back(kept);
    return &by_.back();
}

std::span<Draft> Gathered::run_from(std::size_t place)
{
    auto const other = std::ranges::lower_bound(others_, place);
    auto const end = other == others_.end() ? size_ : *other;
    auto const first = std::ranges::lower_bound(drafts_, place, {}, &Draft::place);
    return {first, std::ranges::lower_bound(first, drafts_.end(), end, {}, &Draft::place)};
}

Change Gathered::whole(Draft const& draft) const
{
    if (!draft.said) return whole(draft.place);
    auto const& [actor, source, evidence, at, imported] = *draft.by;
    model::Attribution by{std::string{actor}, std::string{source}, std::string{evidence}, at,
                          imported};
    auto address = Address::restored(std::string{draft.address});
    if (auto const* stop = std::get_if<HardStop>(&draft.said->value)) {
        return {SetHardStop{std::move(address), *stop}, std::move(by)};
    }
    return {SetPreference{std::move(address), std::get<Preference>(draft.said->value)},
            std::move(by)};
}

Change const& Gathered::whole(std::size_t place) const
{
    return std::ranges::lower_bound(kept_, place, {}, &Kept::first)->second;
}

void sort(std::span<Draft> drafts)
{
    std::sort(drafts.begin(), drafts.end(), before);
}

Firsts first_in_places(std::span<Draft const> ordered)
{
    Firsts firsts;
    firsts.hard_stops.reserve(ordered.size());
    Draft const* last = nullptr;
    for (auto const& draft : ordered) {
        if (!draft.said || (last && is_one_place(*last, draft))) continue;
        last = &draft;
        (is_suppression(*draft.said) ? firsts.hard_stops : firsts.preferences).push_back(last);
    }
    return firsts;
}

}  // namespace store::sqlite
