// gateway/admin/journal_query.hpp: the journal's filters as people spell them, for the API's query
// and the command's options alike: verdict, channel, category, reason, mark, address, app,
// provider, since, until.
#pragma once

#include "gateway/settings/settings.hpp"
#include "store/model/journal.hpp"
#include "store/model/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::admin {

using Filters = std::vector<std::pair<std::string, std::string>>;

/// Names that are no filter are skipped. An address that can't be read is looked for as spelt,
/// since that is how the journal keeps those. A category is not checked against the configuration:
/// the journal outlives it.
model::JournalQuery read_journal_query(Filters const& filters, Settings const& settings,
                                       std::vector<model::Problem>& wrong);

}  // namespace gateway::admin
