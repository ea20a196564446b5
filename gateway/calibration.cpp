#include "gateway/calibration.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace gateway {
namespace {

filters::ScoreCounts read(auto const& counts)
{
    filters::ScoreCounts result;
    std::transform(counts.begin(), counts.end(), result.of.begin(),
                   [](auto const& count) { return count.load(std::memory_order_relaxed); });
    return result;
}

std::uint64_t total_of(filters::ScoreCounts const& counts)
{
    return std::accumulate(counts.of.begin(), counts.of.end(), std::uint64_t{0});
}

}  // namespace

void Calibration::restore(std::vector<model::ScoreCount> const& saved)
{
    constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max() / 2;
    for (auto const& [app, kind, bucket, count] : saved) {
        auto& counts = counts_[static_cast<std::size_t>(kind)];
        if (app != app_ || bucket < 0 || bucket >= static_cast<std::int64_t>(counts.size()))
            continue;
        counts[static_cast<std::size_t>(bucket)] =
            static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 0, most));
    }
    renew();
}

// Another thread may count meanwhile: what it adds is then halved or not, and either is fine.
void Calibration::fade(Counts& counts)
{
    if (total_of(read(counts)) <= most_scores) return;
    for (auto& count : counts)
        count.store(count.load(std::memory_order_relaxed) / 2, std::memory_order_relaxed);
}

void Calibration::renew()
{
    for (auto& counts : counts_)
        fade(counts);
    auto const promotional = read(counts_[static_cast<std::size_t>(model::Kind::promotional)]);
    auto const transactional = read(counts_[static_cast<std::size_t>(model::Kind::transactional)]);
    auto const found = filters::calibrated(promotional, transactional);
    transactional_.store(found.transactional, std::memory_order_relaxed);
    promotional_.store(found.promotional, std::memory_order_relaxed);
}

bool Calibration::add(model::Kind label, std::int32_t score)
{
    auto const bucket = filters::ScoreCounts::bucket_of(score);
    counts_[static_cast<std::size_t>(label)][bucket].fetch_add(1, std::memory_order_relaxed);
    auto const unsaved = unsaved_.fetch_add(1, std::memory_order_relaxed) + 1;
    if (unsaved % between_saves != 0) return false;
    renew();
    return true;
}

std::vector<model::ScoreCount> Calibration::counts() const
{
    std::vector<model::ScoreCount> counts;
    for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
        auto const of_kind = read(counts_[kind]);
        for (std::size_t bucket = 0; bucket < of_kind.of.size(); ++bucket) {
            counts.push_back({app_, static_cast<model::Kind>(kind),
                              static_cast<std::int64_t>(bucket), of_kind.of[bucket]});
        }
    }
    return counts;
}

}  // namespace gateway
