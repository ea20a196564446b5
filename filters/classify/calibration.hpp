// filters/classify/calibration.hpp: thresholds from the scores of messages that an application labelled itself.
//
// Its own transactional messages say how high such a score goes: promotional begins where all but one in a hundred of
// them end. Its own promotional messages say the same of the other side. Each side needs enough of its kind, and moves
// no further from the shipped threshold than one step of doubt: labels may be wrong, and what is not labelled may be
// something else. How many there are of each kind says nothing here, since what it labels is no sample of what it does
// not.
#pragma once

#include "filters/classify/content.hpp"
#include "store/model/category.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace filters {

/// How many messages of one kind got a score of each bucket.
struct ScoreCounts {
    static constexpr std::size_t buckets = 64;
    static constexpr std::int32_t width = 250;  ///< thousandths of a logit

    std::array<std::uint32_t, buckets> of{};

    static std::size_t bucket_of(std::int32_t score);
    /// The lowest score of a bucket; of the first one, the lowest but those beyond.
    static std::int32_t begin_of(std::size_t bucket);
};

inline constexpr std::uint32_t enough_scores = 300;  ///< of one kind
inline constexpr std::int32_t furthest_shift = 1'000;

Thresholds calibrated(ScoreCounts const& promotional, ScoreCounts const& transactional,
                      Thresholds const& shipped = {});

}  // namespace filters
