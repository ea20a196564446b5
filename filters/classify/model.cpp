#include "filters/classify/model.hpp"

#include "filters/classify/features.hpp"
#include "filters/classify/finer.hpp"
#include "filters/classify/weights.inc"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace filters {
namespace {

/// No text is surer than this: one and the same piece a thousand times is no better reason.
constexpr std::int32_t surest = 20'000;

/// 4096 / sqrt(n), rounded down, of at least 4: the same everywhere, so not by floating point.
std::int64_t root_share(std::size_t n)
{
    std::uint64_t const wanted = (std::uint64_t{4096} * 4096) / std::max<std::size_t>(n, 4);
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 12U; bit != 0; bit >>= 1U) {
        if ((root + bit) * (root + bit) <= wanted) root += bit;
    }
    return static_cast<std::int64_t>(root);
}

std::int32_t scaled(std::int64_t steps, std::int32_t unit, std::size_t count)
{
    return static_cast<std::int32_t>(steps * unit * root_share(count) / 4096);
}

std::int32_t of_entries(Features const& features, Weights const& weights)
{
    std::int64_t steps = 0;
    for (auto const entry : features.entries)
        steps += weights.entries[entry];
    return scaled(steps, weights.entry_unit, features.entries.size());
}

std::int32_t of_grams(Features const& features, Weights const& weights)
{
    std::int64_t steps = 0;
    for (auto const gram : features.grams)
        steps += weights.grams[gram];
    return scaled(steps, weights.gram_unit, features.grams.size());
}

/// Keeps the heaviest three.
void keep(Contribution const& one, std::vector<Contribution>& kept)
{
    if (kept.size() == 3 && std::abs(one.weight) <= std::abs(kept.back().weight)) return;
    auto const lighter = std::find_if(kept.begin(), kept.end(), [&](Contribution const& other) {
        return std::abs(other.weight) < std::abs(one.weight);
    });
    kept.insert(lighter, one);
    if (kept.size() > 3) kept.pop_back();
}

/// Score and reasons in one go. Measures of one thing stand together and add up.
Scored explained(Features const& features, Weights const& weights)
{
    Scored scored;
    auto total = weights.bias;
    auto const add = [&](Contribution const& one) {
        total += one.weight;
        keep(one, scored.contributions);
    };
    scored.contributions.reserve(4);
    add({"vocabulary", of_entries(features, weights)});
    add({"wording", of_grams(features, weights)});
    auto const groups = measure_groups();
    auto const& measures = features.measures;
    for (std::size_t i = 0; i < measures.size();) {
        auto const group = groups.of[measures[i]];
        Contribution one{groups.names[group], 0};
        for (; i < measures.size() && groups.of[measures[i]] == group; ++i) {
            one.weight += weights.measures[measures[i]];
        }
        add(one);
    }
    scored.score = std::clamp(total, -surest, surest);
    return scored;
}

}  // namespace

Weights const& shipped_weights()
{
    static constexpr Weights weights{weights_version,
                                     weights_bias,
                                     weights_transactional_at_most,
                                     weights_promotional_from,
                                     weights_entry_unit,
                                     weights_gram_unit,
                                     weights_measures,
                                     weights_entries,
                                     weights_grams,
                                     std::size(weights_measures),
                                     std::size(weights_entries)};
    return weights;
}

std::int32_t sum(Features const& features, Weights const& weights)
{
    std::int32_t total = weights.bias;
    for (auto const measure : features.measures)
        total += weights.measures[measure];
    total += of_entries(features, weights) + of_grams(features, weights);
    return std::clamp(total, -surest, surest);
}

Scored score_text(Reading const& reading)
{
    thread_local Features features;
    extract(reading, features);
    auto scored = explained(features, shipped_weights());
    scored.category = finer_category(features, scored.score > 0);
    return scored;
}

std::string_view model_version()
{
    return shipped_weights().version;
}

}  // namespace filters
