// tests/bench/index/figures.hpp: what was measured, by name, printed as one JSON object at the end.
#pragma once

#include "tests/bench/index/samples.hpp"

#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <time.h>
#include <unistd.h>

namespace bench {

class Figures {
public:
    void put(std::string const& name, double value)
    {
        all_[name].push_back(value);
        std::fprintf(stderr, "  %-44s %12.2f\n", name.c_str(), value);
    }
    void put(std::string const& name, Quantiles const& both)
    {
        put(name + "_p50", both.p50);
        put(name + "_p99", both.p99);
    }
    /// Each name with all that was put under it, in order.
    void print() const
    {
        char const* before = "{";
        for (auto const& [name, values] : all_) {
            std::printf("%s\"%s\": [", before, name.c_str());
            for (std::size_t i = 0; i < values.size(); ++i)
                std::printf("%s%.3f", i == 0 ? "" : ", ", values[i]);
            std::printf("]");
            before = ",\n ";
        }
        std::printf("}\n");
    }

private:
    std::map<std::string, std::vector<double>> all_;
};

/// Seconds of processor time that this process has taken: what a start costs where others keep the machine busy.
inline double cpu_seconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Bytes of this process in memory now.
inline double resident()
{
    std::ifstream file{"/proc/self/statm"};
    double whole = 0;
    double pages = 0;
    file >> whole >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace bench
