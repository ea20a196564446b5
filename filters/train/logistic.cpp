#include "filters/train/logistic.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace filters::train {
namespace {

constexpr int most_rounds = 40;
constexpr double settled = 1e-3;  ///< mean change of a dual variable, as a share of its cost

/// The dual variable that is best while all others stay: by Newton's method, within (0, cost).
double best_alpha(double alpha, double square, double margin, double cost)
{
    double z = std::clamp(alpha, 1e-9 * cost, cost * (1 - 1e-9));
    for (int i = 0; i < 20; ++i) {
        double const slope = square * (z - alpha) + margin + std::log(z / (cost - z));
        double const bend = square + cost / (z * (cost - z));
        double next = z - slope / bend;
        if (next <= 0) next = z * 0.1;
        if (next >= cost) next = cost - (cost - z) * 0.1;
        // Of what is left to the border: at first z is a billionth of the cost, and every step of it is small.
        bool const done = std::abs(next - z) < 1e-4 * std::min(next, cost - next);
        z = next;
        if (done) break;
    }
    return z;
}

void shuffle(std::vector<std::size_t>& order, std::uint64_t& state)
{
    for (std::size_t i = order.size() - 1; i > 0; --i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        std::swap(order[i], order[static_cast<std::size_t>(state >> 33U) % (i + 1)]);
    }
}

}  // namespace

std::vector<double> fit(std::span<Example const> examples, std::size_t columns)
{
    std::vector<double> weights(columns, 0.0);
    std::vector<double> alphas(examples.size());
    std::vector<double> squares(examples.size());
    auto const move = [&](Example const& example, double step) {
        for (auto const& cell : example.cells)
            weights[cell.column] += step * static_cast<double>(cell.value);
    };
    for (std::size_t i = 0; i < examples.size(); ++i) {
        for (auto const& cell : examples[i].cells) {
            squares[i] += static_cast<double>(cell.value) * static_cast<double>(cell.value);
        }
        alphas[i] = std::min(0.001 * examples[i].cost, 1e-8);
        move(examples[i], examples[i].positive ? alphas[i] : -alphas[i]);
    }
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::uint64_t state = 42;
    for (int round = 0; round < most_rounds; ++round) {
        shuffle(order, state);
        double change = 0;
        for (auto const i : order) {
            auto const& example = examples[i];
            double const side = example.positive ? 1 : -1;
            double score = example.offset;
            for (auto const& cell : example.cells) {
                score += weights[cell.column] * static_cast<double>(cell.value);
            }
            double const alpha = best_alpha(alphas[i], squares[i], side * score, example.cost);
            change += std::abs(alpha - alphas[i]) / example.cost;
            move(example, side * (alpha - alphas[i]));
            alphas[i] = alpha;
        }
        if (change < settled * static_cast<double>(examples.size())) break;
    }
    return weights;
}

}  // namespace filters::train
