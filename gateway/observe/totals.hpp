// gateway/observe/totals.hpp: counters of many threads folded into one, by provider's name.
#pragma once

#include "gateway/observe/counters.hpp"

#include <map>
#include <string>

namespace gateway {

struct Totals {
    std::map<std::string, ProviderCounters> providers;
    ThreadCounters threads;

    void fold(Counters const& lane);
    void fold(Totals const& other);
};

}  // namespace gateway
