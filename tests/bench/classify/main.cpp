// tests/bench/classify/main.cpp: bench_classify DATA FASTTEXT_MODEL: time a message, by its length, of the rules in one
// pass, the model, both, fastText's prediction, and the same patterns asked one by one. Prints a Markdown table.
#include "filters/classify/content.hpp"
#include "gateway/settings/settings.hpp"

#include <fasttext/fasttext.h>
#include <re2/re2.h>
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <sstream>
#include <vector>

namespace {

using Texts = std::vector<std::string>;

Texts texts_of(char const* file)
{
    Texts texts;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        texts.emplace_back(boost::json::parse(line).at("text").as_string());
    }
    return texts;
}

/// At most 400 texts of a length, each cut to it; shorter ones are left out.
Texts of_length(Texts const& all, std::size_t bytes)
{
    Texts chosen;
    for (auto const& text : all) {
        if (text.size() >= bytes && chosen.size() < 400) chosen.push_back(text.substr(0, bytes));
    }
    return chosen;
}

/// Of this thread: what the machine's other users took is not ours.
double cpu_ns()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// The best of five rounds, in ns a text.
double time_a_text(Texts const& texts, std::function<void(std::string const&)> const& work)
{
    double best = 1e18;
    for (int round = 0; round < 5; ++round) {
        auto const begin = cpu_ns();
        for (auto const& text : texts)
            work(text);
        best = std::min(best, (cpu_ns() - begin) / static_cast<double>(texts.size()));
    }
    return best;
}

std::vector<std::unique_ptr<RE2>> one_by_one(filters::ContentRules const& rules)
{
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_dot_nl(true);
    options.set_never_capture(true);
    std::vector<std::unique_ptr<RE2>> patterns;
    for (auto const& rule : rules.all())
        patterns.push_back(std::make_unique<RE2>(rule.pattern, options));
    return patterns;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("usage: bench_classify DATA.jsonl FASTTEXT_MODEL\n", stderr);
        return 2;
    }
    auto const texts = texts_of(argv[1]);
    auto const rules = gateway::embedded_settings().content_rules;
    auto const patterns = one_by_one(rules);
    fasttext::FastText rival;
    rival.loadModel(argv[2]);
    std::size_t sink = 0;
    auto const reading = [](std::string const& text) {
        return filters::Reading{model::Channel::sms, "", text};
    };
    std::printf(
        "| bytes | texts | rules | model | rules + model | fastText | patterns one by one | model "
        "/ fastText |\n"
        "|---|---|---|---|---|---|---|---|\n");
    for (std::size_t const bytes : std::array<std::size_t, 7>{40, 80, 160, 300, 500, 1000, 1500}) {
        auto const chosen = of_length(texts, bytes);
        if (chosen.empty()) continue;
        auto const by_rules = time_a_text(
            chosen, [&](auto const& text) { sink += rules.find(reading(text)) != nullptr; });
        auto const by_model = time_a_text(chosen, [&](auto const& text) {
            sink += static_cast<std::size_t>(filters::judge_by_model(reading(text)).score > 0);
        });
        auto const by_both = time_a_text(chosen, [&](auto const& text) {
            sink +=
                static_cast<std::size_t>(filters::judge_content(reading(text), rules).score > 0);
        });
        auto const by_rival = time_a_text(chosen, [&](auto const& text) {
            std::string line{text};
            std::replace(line.begin(), line.end(), '\n', ' ');
            std::istringstream in{line + '\n'};
            std::vector<std::pair<fasttext::real, std::string>> found;
            rival.predictLine(in, found, 1, 0);
            sink += found.size();
        });
        auto const by_patterns = time_a_text(chosen, [&](auto const& text) {
            for (auto const& pattern : patterns) {
                sink += static_cast<std::size_t>(
                    RE2::PartialMatch({text.data(), text.size()}, *pattern));
            }
        });
        std::printf("| %zu | %zu | %.0f | %.0f | %.0f | %.0f | %.0f | %.2f |\n", bytes,
                    chosen.size(), by_rules, by_model, by_both, by_rival, by_patterns,
                    by_model / by_rival);
    }
    std::fprintf(stderr, "%zu\n", sink);
    return 0;
}
