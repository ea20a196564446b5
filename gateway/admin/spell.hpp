// gateway/admin/spell.hpp: our values as the API's JSON documents. What a viewer may not see is
// masked here.
#pragma once

#include "gateway/admin/call.hpp"
#include "store/model/customer.hpp"
#include "store/model/journal.hpp"
#include "store/model/ledger.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gateway::admin {

boost::json::object spell(model::Preference const& preference);
boost::json::array spell(std::span<model::Preference const> preferences);
boost::json::object spell(model::HardStop const& stop, Caller const& caller);
boost::json::array spell(std::span<model::HardStop const> stops, Caller const& caller);
/// Customers' ids.
boost::json::array names(std::vector<std::string> const& ids, Caller const& caller);
boost::json::object spell(model::CustomerRecord const& record, Caller const& caller);
boost::json::object spell(model::LedgerEntry const& entry, Caller const& caller);
boost::json::object spell(model::JournalEntry const& entry, Caller const& caller);
boost::json::object spell(model::Evidence const& evidence);
boost::json::value spell(model::Mark mark);  ///< null for none

/// {"items":[…],"next":"<cursor>"|null}
boost::json::object list(boost::json::array items, std::optional<std::string> next);

std::string_view spell(std::optional<model::Channel> channel);  ///< "any" for none

}  // namespace gateway::admin
