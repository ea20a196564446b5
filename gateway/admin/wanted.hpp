// gateway/admin/wanted.hpp: what a document asks to be changed. The calls on one thing and the bulk call read the same.
#pragma once

#include "gateway/admin/reading.hpp"

#include <string>

namespace gateway::admin {

inline constexpr std::size_t most_contacts = 100;

/// "kind", "name", "contacts" and "carbon_copy_of".
model::PutCustomer read_customer(Members& members, std::string id, Settings const& settings);
/// "address": a canonical address; or none, noted.
std::optional<model::Address> read_address(Members& members, Settings const& settings);
/// "channel", "suppression" and "sender". An erasure is lifted as a suppression, but not made as one.
model::HardStop read_stop(Members& members, Settings const& settings, bool lifts);
/// Notes that lifting a suppression needs evidence.
void need_evidence(Members& members, model::Attribution const& by);

}  // namespace gateway::admin
