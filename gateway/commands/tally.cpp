#include "gateway/commands/tally.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <algorithm>

namespace gateway::commands {
namespace {

/// The chance that a promotional message scores over a transactional one (Mann-Whitney); ties count half.
double area_under_curve(std::vector<std::pair<double, bool>> scores)
{
    std::sort(scores.begin(), scores.end());
    double below = 0;
    double wins = 0;
    double promotional = 0;
    for (std::size_t i = 0; i < scores.size();) {
        double tied_promotional = 0;
        double tied_transactional = 0;
        for (double const score = scores[i].first; i < scores.size() && scores[i].first == score;
             ++i) {
            (scores[i].second ? tied_promotional : tied_transactional) += 1;
        }
        wins += tied_promotional * (below + tied_transactional / 2);
        below += tied_transactional;
        promotional += tied_promotional;
    }
    return wins / (promotional * below);
}

}  // namespace

void Tally::add(model::Kind label, filters::Judgement const& judgement)
{
    bool const right = judgement.kind == label;
    ++outcomes_[static_cast<std::size_t>(label)][static_cast<std::size_t>(judgement.outcome)];
    scores_.emplace_back(judgement.probability, label == model::Kind::promotional);
    if (right) ++right_;
    if (judgement.step != "rule") return;
    auto& [hits, fired] = rules_[judgement.detail];
    ++fired;
    if (right) ++hits;
}

void Tally::print(std::ostream& out) const
{
    fmt::print(out, "{:<20}{:>12}{:>14}{:>8}\n", "label \\ outcome", "promotional", "transactional",
               "unsure");
    for (std::size_t label = 0; label < outcomes_.size(); ++label) {
        auto const& row = outcomes_[label];
        fmt::print(out, "{:<20}{:>12}{:>14}{:>8}\n", model::kind_names[label], row[0], row[1],
                   row[2]);
    }
    fmt::print(out, "accuracy {:.4f} of {}",
               static_cast<double>(right_) / static_cast<double>(scores_.size()), scores_.size());
    bool const both =
        std::any_of(scores_.begin(), scores_.end(), [](auto const& s) { return s.second; }) &&
        std::any_of(scores_.begin(), scores_.end(), [](auto const& s) { return !s.second; });
    if (both) fmt::print(out, ", AUC {:.4f}", area_under_curve(scores_));
    fmt::print(out, "\n");
    for (auto const& [name, counts] : rules_) {
        fmt::print(out, "rule {:<24} right {}/{}\n", name, counts.first, counts.second);
    }
}

}  // namespace gateway::commands
