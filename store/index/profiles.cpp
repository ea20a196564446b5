#include "store/index/profiles.hpp"

#include <boost/container_hash/hash.hpp>

#include <functional>
#include <stdexcept>
#include <string_view>

namespace store {
namespace {

void mix(std::size_t& seed, std::string_view text)
{
    boost::hash_combine(seed, std::hash<std::string_view>{}(text));
}

void mix(std::size_t& seed, std::optional<model::Channel> channel)
{
    boost::hash_combine(seed, channel ? static_cast<int>(*channel) : -1);
}

void mix(std::size_t& seed, model::HardStop const& stop)
{
    mix(seed, stop.channel);
    boost::hash_combine(seed, static_cast<int>(stop.suppression));
    mix(seed, stop.sender);
}

void mix(std::size_t& seed, model::Preference const& preference)
{
    mix(seed, preference.channel);
    boost::hash_combine(seed, static_cast<int>(preference.covers.what));
    mix(seed, preference.covers.name);
    boost::hash_combine(seed, static_cast<int>(preference.state));
}

void mix(std::size_t& seed, model::Start const& start)
{
    boost::hash_combine(seed, (start.phone ? 2 : 0) + (start.email ? 1 : 0));
}

template <class Fact>
void mix_all(std::size_t& seed, std::vector<Fact> const& facts)
{
    boost::hash_combine(seed, facts.size());
    for (auto const& fact : facts)
        mix(seed, fact);
}

std::size_t bytes_of(model::Profile const& profile)
{
    constexpr std::size_t slot = 24;  // its place in the map
    auto bytes = slot + profile.hard_stops.size() * sizeof(model::HardStop) +
                 (profile.own.size() + profile.owners.size()) * sizeof(model::Preference) +
                 profile.starts.size() * sizeof(model::Start) +
                 profile.labels.size() * sizeof(std::string);
    return bytes;
}

}  // namespace

std::size_t Profiles::Hash::operator()(model::Profile const* profile) const noexcept
{
    std::size_t seed = 0;
    mix_all(seed, profile->hard_stops);
    mix_all(seed, profile->own);
    mix_all(seed, profile->owners);
    mix_all(seed, profile->starts);
    mix_all(seed, profile->labels);
    return seed;
}

Profiles::Profiles() = default;

Profiles::~Profiles()
{
    for (auto& chunk : chunks_)
        delete[] chunk.load(std::memory_order_relaxed);
}

std::uint32_t Profiles::intern(model::Profile const& profile)
{
    if (auto const found = ids_.find(&profile); found != ids_.end()) return found->second;
    auto const id = last_ + 1;
    if (id == 0) throw std::length_error("store: too many distinct profiles");
    auto const chunk = chunk_of(id);
    auto const first = std::uint32_t{1} << chunk;
    auto bytes = bytes_of(profile);
    auto* held = chunks_[chunk].load(std::memory_order_relaxed);
    if (!held) {
        held = new model::Profile[first];
        bytes += first * sizeof(model::Profile);
    }
    held[id - first] = profile;
    chunks_[chunk].store(held, std::memory_order_release);
    ids_.emplace(&held[id - first], id);
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
    return last_ = id;
}

}  // namespace store
