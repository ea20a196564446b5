#include "filters/classify/finer.hpp"

#include <algorithm>
#include <array>

namespace filters {
namespace {

constexpr std::array<std::string_view, 8> categories{"one_time_code", "billing", "order",
                                                     "appointment",   "account", "service",
                                                     "conversation",  "survey"};
constexpr std::size_t survey = 7;
constexpr std::size_t none = categories.size();

struct Vote {
    std::string_view group;
    std::size_t category;
    unsigned weight;
};
constexpr std::array<Vote, 18> votes{{{"otp", 0, 3},
                                      {"secret", 0, 1},
                                      {"password", 0, 3},
                                      {"login", 0, 1},
                                      {"payment", 1, 1},
                                      {"balance", 1, 2},
                                      {"invoice", 1, 2},
                                      {"order", 2, 2},
                                      {"ship", 2, 2},
                                      {"appt", 3, 2},
                                      {"confirm", 4, 1},
                                      {"expire", 4, 2},
                                      {"ticket", 5, 2},
                                      {"notice", 4, 2},
                                      {"firstperson", 6, 2},
                                      {"chat", 6, 1},
                                      {"listmail", 6, 1},
                                      {"survey", 7, 2}}};

/// Of each group of the lexicon: which category it votes for, and how much.
std::vector<Vote> const& votes_by_group()
{
    static std::vector<Vote> const made = [] {
        std::vector<Vote> all;
        for (auto const& group : Lexicon::shipped().groups()) {
            auto const found = std::find_if(votes.begin(), votes.end(),
                                            [&](Vote const& vote) { return vote.group == group; });
            all.push_back(found == votes.end() ? Vote{"", none, 0} : *found);
        }
        return all;
    }();
    return made;
}

}  // namespace

std::string_view finer_category(Features const& features, bool promotional)
{
    std::array<unsigned, categories.size() + 1> score{};
    auto const& by_group = votes_by_group();
    for (auto const entry : features.entries) {
        auto const& vote = by_group[Lexicon::shipped().entries()[entry].group];
        score[vote.category] += vote.weight;
    }
    if (promotional) return score[survey] >= 6 ? categories[survey] : std::string_view{};
    auto const best = std::max_element(score.begin(), score.begin() + survey);
    auto const most = *best;
    *best = 0;
    auto const second = *std::max_element(score.begin(), score.begin() + survey);
    bool const sure = most >= 4 && most * 2 >= second * 3;
    return sure ? categories[static_cast<std::size_t>(best - score.begin())] : std::string_view{};
}

}  // namespace filters
