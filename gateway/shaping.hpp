// gateway/shaping.hpp: changes as the settings shape them: what a preference may cover, what its category or stream
// was called before, what a new customer starts with. The admin API and the import both ask here.
#pragma once

#include "gateway/settings/settings.hpp"
#include "store/model/customer.hpp"
#include "store/model/ledger.hpp"
#include "store/model/preference.hpp"

#include <string>
#include <string_view>

namespace gateway {

/// Reads "any", a kind, a category or "stream:<name>"; a former name becomes the present one. The problem names what
/// would be right.
model::Result<model::Covers> read_covers(std::string_view text, Settings const& settings);

/// "marketing, survey, ...": what may be chosen.
std::string category_names(Settings const& settings);
std::string stream_names(Settings const& settings);

model::SetPreference preference_change(model::Subject subject, model::Preference preference,
                                       Settings const& settings);
model::PutCustomer customer_change(model::Customer customer, Settings const& settings);

}  // namespace gateway
