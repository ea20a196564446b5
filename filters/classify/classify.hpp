// filters/classify/classify.hpp: why a message is sent (design §4). Each step may speak; the first that does wins
// and leaves its evidence:
//   header -> the dialect's hints -> the application's mappings -> content rules -> model -> default
// Content rules and the model come later; their place is between mappings and default.
#pragma once

#include "store/model/category.hpp"
#include "store/model/decision.hpp"
#include "store/model/send.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace filters {

/// A hint of a dialect and the category it means; `value` "*" is any value. A value that is itself the name of
/// a category needs no mapping.
struct HintMapping {
    std::string hint;
    std::string value;
    model::Category category;
};

/// An application's own rule: every field that is not empty must match.
struct Mapping {
    std::string sender;
    std::string template_id;
    std::string stream;
    std::string path_prefix;
    model::Category category;
};

/// What is known besides the message itself.
struct Cues {
    std::optional<model::Category>
        header;  ///< X-Optgate-Category, where the application may set it
    std::string_view stream;
    std::string_view path;
    std::span<HintMapping const> hints;
    std::span<Mapping const> mappings;
    model::Category fallback;  ///< the application's default
};

model::Classified classify(model::Message const& message, Cues const& cues,
                           model::Categories const& categories);

}  // namespace filters
