// filters/classify/css.hpp: the little of CSS that tells whether a person sees a text. Inline styles only: mail programs
// drop style sheets so often that senders write what matters into the elements.
#pragma once

#include <string_view>

namespace filters {

/// Whether a `style` attribute makes what is within invisible, as mails do with the preview line before their text
/// ("preheader"): not displayed, no size, no opacity, moved out of sight.
bool hides(std::string_view style);

}  // namespace filters
