// store/census.hpp: how many known addresses there are of each kind and record, for reports and for the dry run of a
// settings change. Millions of addresses share a few profiles, so that whoever asks decides once for each crowd.
#pragma once

#include "store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace store {

/// By which channels an address is reached.
enum class Reach : std::uint8_t { phone, mail, whatsapp, viber };
Reach reach_of(model::Address const& address);
std::span<model::Channel const> channels_of(Reach reach);

/// Addresses of one reach of which the same is recorded.
struct Crowd {
    Reach reach = Reach::phone;
    model::Profile profile;
    std::size_t addresses = 0;
};

/// Every address of which something is recorded, in crowds. Walks the whole store: for a thread that may wait.
std::vector<Crowd> census(Reader& reader);

}  // namespace store
