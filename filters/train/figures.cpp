#include "filters/train/figures.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>

namespace filters::train {
namespace {

double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

std::vector<Answer> sorted(std::vector<Answer> answers)
{
    std::stable_sort(answers.begin(), answers.end(),
                     [](Answer const& a, Answer const& b) { return a.score < b.score; });
    return answers;
}

double count(std::vector<Answer> const& answers, std::function<bool(Answer const&)> const& which)
{
    return static_cast<double>(std::count_if(answers.begin(), answers.end(), which));
}

double accuracy(std::vector<Answer> const& answers)
{
    auto const right = [](Answer const& a) { return (a.score > 0) == a.promotional; };
    return ratio(count(answers, right), static_cast<double>(answers.size()));
}

/// The chance that a promotional row scores over a transactional one (Mann-Whitney); ties count half.
double auc(std::vector<Answer> const& unsorted)
{
    auto const answers = sorted(unsorted);
    double below = 0;
    double wins = 0;
    double promotional = 0;
    for (std::size_t i = 0; i < answers.size();) {
        double tied_p = 0;
        double tied_t = 0;
        for (auto const score = answers[i].score; i < answers.size() && answers[i].score == score;
             ++i) {
            (answers[i].promotional ? tied_p : tied_t) += 1;
        }
        wins += tied_p * (below + tied_t / 2);
        below += tied_t;
        promotional += tied_p;
    }
    return ratio(wins, promotional * below);
}

/// The lowest score from which at most `most` of the rows that are (not) promotional lie above.
std::int32_t from_where(std::vector<Answer> const& unsorted, double most)
{
    auto const answers = sorted(unsorted);
    double const all = count(answers, [](Answer const& a) { return !a.promotional; });
    double above = 0;
    for (auto at = answers.rbegin(); at != answers.rend(); ++at) {
        if (!at->promotional && ++above > most * all) return at->score + 1;
    }
    return 1;
}

std::int32_t up_to_where(std::vector<Answer> answers, double most)
{
    for (auto& answer : answers) {
        answer.score = -answer.score;
        answer.promotional = !answer.promotional;
    }
    return -from_where(answers, most);
}

/// Promotional rows found while at most 1 % of the transactional ones are blocked.
double recall_at_one_percent(std::vector<Answer> const& answers)
{
    auto const from = from_where(answers, 0.01);
    return ratio(count(answers, [&](Answer const& a) { return a.promotional && a.score >= from; }),
                 count(answers, [](Answer const& a) { return a.promotional; }));
}

double passed_at_one_percent(std::vector<Answer> const& answers)
{
    auto const to = up_to_where(answers, 0.01);
    return ratio(count(answers, [&](Answer const& a) { return !a.promotional && a.score <= to; }),
                 count(answers, [](Answer const& a) { return !a.promotional; }));
}

void print_row(std::string const& name, std::vector<Answer> const& answers, Calibrated const& at)
{
    double const p = count(answers, [](Answer const& a) { return a.promotional; });
    double const t = static_cast<double>(answers.size()) - p;
    double const unsure = count(answers, [&](Answer const& a) {
        return a.score > at.transactional_at_most && a.score < at.promotional_from;
    });
    double const blocked = count(
        answers, [&](Answer const& a) { return !a.promotional && a.score >= at.promotional_from; });
    double const found = count(
        answers, [&](Answer const& a) { return a.promotional && a.score >= at.promotional_from; });
    std::printf("| %s | %.0f/%.0f | %.3f | %.4f | %.3f | %.3f | %.1f %% | %.1f %% | %.3f |\n",
                name.c_str(), p, t, accuracy(answers), p > 0 && t > 0 ? auc(answers) : 0.0,
                p > 0 && t > 0 ? recall_at_one_percent(answers) : 0.0,
                p > 0 && t > 0 ? passed_at_one_percent(answers) : 0.0,
                100 * ratio(unsure, static_cast<double>(answers.size())), 100 * ratio(blocked, t),
                ratio(found, p));
}

}  // namespace

Calibrated calibrate(std::vector<Answer> const& known, std::vector<Answer> const& unseen)
{
    return {std::min(-1, up_to_where(unseen, 0.03)),
            std::max({1, from_where(known, 0.012), from_where(unseen, 0.012)})};
}

void print_figures(std::string const& title, std::vector<Answer> const& answers,
                   Calibrated const& thresholds)
{
    std::printf(
        "\n| %s | P/T | accuracy | AUC | P found at 1 %% T blocked | T passed at 1 %% P leaked | "
        "unsure | "
        "T blocked | P found |\n|---|---|---|---|---|---|---|---|---|\n",
        title.c_str());
    print_row("all", answers, thresholds);
    std::map<std::string, std::vector<Answer>> parts;
    for (auto const& answer : answers) {
        parts["source " + answer.row->source].push_back(answer);
        parts["language " + answer.row->language].push_back(answer);
    }
    for (auto const& [name, part] : parts)
        print_row(name, part, thresholds);
}

std::string summary_of(std::vector<Answer> const& answers)
{
    char text[64];
    std::snprintf(text, sizeof text, "accuracy %.4f, AUC %.4f", accuracy(answers), auc(answers));
    return text;
}

}  // namespace filters::train
