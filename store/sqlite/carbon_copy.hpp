// store/sqlite/carbon_copy.hpp: customers whose choices are kept the same: a location and its billing account, and
// all that hang together with them through links. What a link finds different becomes the stricter for all; from
// then on a choice of one is a choice of each (apply_preference.cpp). Unlinking keeps what was.
#pragma once

#include "store/sqlite/apply.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace store::sqlite {

/// The customer and all its carbon copies, itself first; empty: there is no such customer.
std::vector<std::string> carbon_copies(Application& application, std::string const& id);

/// Why `id` can't become a carbon copy of `of`; none: it can.
Refusal wrong_with_link(Application& application, std::string const& id, std::string const& of);

/// After `id` became a carbon copy of `of`, whose group was `of_group` until then: of each choice on
/// either side the stricter becomes everybody's.
void join(Application& application, std::string const& id, std::string const& of,
          std::vector<std::string> const& of_group);

/// Of each choice in the customer's group the stricter becomes everybody's.
void synchronise(Application& application, std::string const& id);

/// Ends the links of all that are copies of `id`, or leads them to `instead`.
void relink_copies(Application& application, std::string const& id, std::string const& instead);

}  // namespace store::sqlite
