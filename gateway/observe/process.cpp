#include "gateway/observe/page.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace gateway {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily single(std::string name, std::string help, MetricType type, double value)
{
    ClientMetric metric;
    metric.counter.value = type == MetricType::Counter ? value : 0;
    metric.gauge.value = type == MetricType::Gauge ? value : 0;
    return {std::move(name), std::move(help), type, {std::move(metric)}};
}

double seconds(timeval time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds()
{
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_bytes()
{
    std::ifstream statm{"/proc/self/statm"};  // pages: size, resident, ... (proc(5))
    double size = 0;
    double resident = 0;
    statm >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_descriptors()
{
    std::error_code error;
    double count = 0;
    for (std::filesystem::directory_iterator at{"/proc/self/fd", error}, end; !error && at != end;
         at.increment(error)) {
        ++count;
    }
    return count;
}

}  // namespace

std::vector<MetricFamily> process_families()
{
    return {single("process_cpu_seconds_total", "User and system CPU time spent in seconds",
                   MetricType::Counter, cpu_seconds()),
            single("process_resident_memory_bytes", "Resident memory size in bytes",
                   MetricType::Gauge, resident_bytes()),
            single("process_open_fds", "Number of open file descriptors", MetricType::Gauge,
                   open_descriptors())};
}

}  // namespace gateway
