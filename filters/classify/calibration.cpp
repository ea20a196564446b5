#include "filters/classify/calibration.hpp"

#include <algorithm>
#include <numeric>

namespace filters {
namespace {

constexpr std::int32_t middle = static_cast<std::int32_t>(ScoreCounts::buckets / 2);
constexpr std::uint64_t one_in = 100;  ///< that may lie beyond

std::uint64_t total_of(ScoreCounts const& counts)
{
    return std::accumulate(counts.of.begin(), counts.of.end(), std::uint64_t{0});
}

/// Where all but one in a hundred end, upwards.
std::int32_t upper_end(ScoreCounts const& counts, std::uint64_t total)
{
    std::uint64_t beyond = 0;
    for (std::size_t bucket = ScoreCounts::buckets; bucket-- > 0;) {
        beyond += counts.of[bucket];
        if (beyond > total / one_in) return ScoreCounts::begin_of(bucket + 1);
    }
    return ScoreCounts::begin_of(0);
}

/// Where all but one in a hundred begin.
std::int32_t lower_end(ScoreCounts const& counts, std::uint64_t total)
{
    std::uint64_t below = 0;
    for (std::size_t bucket = 0; bucket < ScoreCounts::buckets; ++bucket) {
        below += counts.of[bucket];
        if (below > total / one_in) return ScoreCounts::begin_of(bucket) - 1;
    }
    return ScoreCounts::begin_of(ScoreCounts::buckets);
}

std::int32_t near(std::int32_t found, std::int32_t shipped)
{
    return std::clamp(found, shipped - furthest_shift, shipped + furthest_shift);
}

}  // namespace

std::size_t ScoreCounts::bucket_of(std::int32_t score)
{
    auto const step = score >= 0 ? score / width : -((-score + width - 1) / width);
    auto const bucket = std::clamp(step + middle, 0, static_cast<std::int32_t>(buckets) - 1);
    return static_cast<std::size_t>(bucket);
}

std::int32_t ScoreCounts::begin_of(std::size_t bucket)
{
    return (static_cast<std::int32_t>(bucket) - middle) * width;
}

Thresholds calibrated(ScoreCounts const& promotional, ScoreCounts const& transactional,
                      Thresholds const& shipped)
{
    auto thresholds = shipped;
    auto const labelled_transactional = total_of(transactional);
    auto const labelled_promotional = total_of(promotional);
    if (labelled_transactional >= enough_scores) {
        auto const end = upper_end(transactional, labelled_transactional);
        thresholds.promotional = near(end, shipped.promotional);
    }
    if (labelled_promotional >= enough_scores) {
        auto const end = lower_end(promotional, labelled_promotional);
        thresholds.transactional = near(end, shipped.transactional);
    }
    // Kinds that overlap leave doubt between them, never a score that is both.
    if (thresholds.transactional >= thresholds.promotional) {
        thresholds.transactional = std::min(shipped.transactional, thresholds.promotional - 1);
    }
    return thresholds;
}

}  // namespace filters
