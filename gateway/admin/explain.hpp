// gateway/admin/explain.hpp: the rule behind a reason, in words (design §3).
#pragma once

#include "store/model/decision.hpp"

#include <string_view>

namespace gateway::admin {

struct Rule {
    int step;               ///< of the decision's order; 0: none of them
    std::string_view says;  ///< one sentence
};

Rule rule_of(model::Reason reason);

}  // namespace gateway::admin
