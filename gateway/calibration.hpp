// gateway/calibration.hpp: what one application's own labels say of the model's scores (filters/classify/calibration.hpp),
// counted while its sends go through.
#pragma once

#include "filters/classify/calibration.hpp"
#include "store/model/feedback.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gateway {

/// Used by every thread at a time. Of labelled messages one in `one_in` is read, so that labels stay cheap.
class Calibration {
public:
    static constexpr std::uint32_t one_in = 16;
    static constexpr std::uint32_t between_saves = 128;  ///< scores
    static constexpr std::uint32_t most_scores =
        20'000;  ///< of a kind; then all are halved: old ones fade

    explicit Calibration(std::string app) : app_{std::move(app)} {}

    /// Takes up what was saved.
    void restore(std::vector<model::ScoreCount> const& saved);

    /// Whether the next labelled message is to be read.
    bool wants() { return asked_.fetch_add(1, std::memory_order_relaxed) % one_in == 0; }
    /// True: it is time to save.
    bool add(model::Kind label, std::int32_t score);
    std::vector<model::ScoreCount> counts() const;

    filters::Thresholds thresholds() const
    {
        filters::Thresholds thresholds;
        thresholds.transactional = transactional_.load(std::memory_order_relaxed);
        thresholds.promotional = promotional_.load(std::memory_order_relaxed);
        return thresholds;
    }

private:
    using Counts = std::array<std::atomic<std::uint32_t>, filters::ScoreCounts::buckets>;

    static void fade(Counts& counts);
    void renew();

    std::string app_;
    std::array<Counts, model::kind_names.size()> counts_{};
    std::atomic<std::uint32_t> asked_{0};
    std::atomic<std::uint32_t> unsaved_{0};
    std::atomic<std::int32_t> transactional_{filters::Thresholds{}.transactional};
    std::atomic<std::int32_t> promotional_{filters::Thresholds{}.promotional};
};

}  // namespace gateway
