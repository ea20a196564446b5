#include "filters/classify/model.hpp"

namespace filters {

// The weights are not trained yet: an unsubscribe field is all it knows.
Scored score_text(Reading const& reading)
{
    if (reading.has_unsubscribe) return {1000, {{"unsubscribe_field", 1000}}};
    return {};
}

std::string_view model_version()
{
    return "00000000";
}

}  // namespace filters
