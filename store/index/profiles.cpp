#include "store/index/profiles.hpp"

#include <stdexcept>

namespace store {
namespace {

std::size_t bytes_of(model::Profile const& profile)
{
    constexpr std::size_t node = 64;  // its place in the map
    auto bytes = node + profile.hard_stops.size() * sizeof(model::HardStop) +
                 (profile.own.size() + profile.owners.size()) * sizeof(model::Preference) +
                 profile.labels.size() * sizeof(std::string);
    return bytes;
}

}  // namespace

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
