// filters/classify/finer.hpp: the finer category a text's words point to, where they agree.
#pragma once

#include "filters/classify/features.hpp"

#include <string_view>

namespace filters {

/// A shipped category of that kind; empty: the words don't agree.
std::string_view finer_category(Features const& features, bool promotional);

}  // namespace filters
