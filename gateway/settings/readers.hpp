// gateway/settings/readers.hpp: one reader a table of the file. Each takes the root, and reads what
// earlier ones left in `Settings`: categories and streams come before what names them.
#pragma once

#include "gateway/settings/settings.hpp"
#include "gateway/settings/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gateway::settings {

void read_listen(Table& root, Settings& settings);
void read_limits(Table& root, Settings& settings);
void read_store(Table& root, Settings& settings);  ///< [store] and [journal]
void read_consent(Table& root, Settings& settings);
void read_categories(Table& root, Settings& settings);  ///< [categories.X] and [classification]
void read_rules(Table& classification,
                Settings& settings);  ///< its keys `shipped_rules` and `rules`
void read_streams(Table& root, Settings& settings);
void read_applications(Table& root, Settings& settings);
void read_providers(Table& root, Settings& settings);  ///< [upstream] and [providers.X]
void read_operation(Table& root, Settings& settings);  ///< [callbacks], [log] and [admin]

/// The shipped rules where they are wanted, then those of `files`.
model::Result<filters::ContentRules> compile_rules(model::Categories const& categories,
                                                   bool shipped,
                                                   std::vector<std::string> const& files);

/// Whether it can name a category, stream, application or provider: [a-z0-9_-]{1,64}.
bool is_name(std::string_view text);
/// For problems: "marketing, survey, ...".
std::string category_names(model::Categories const& categories);

}  // namespace gateway::settings
