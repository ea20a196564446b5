// filters/classify/unsubscribe.hpp: links by which a reader leaves a mailing list.
#pragma once

#include <string_view>

namespace filters {

/// Whether a link's target or its words offer to leave: "https://shop.example/unsubscribe?u=1", "Abmelden".
bool offers_to_leave(std::string_view text);

/// Whether a plain text holds such a link.
bool has_link_to_leave(std::string_view text);

}  // namespace filters
