// optgate_train DATA_DIR WEIGHTS [ROWS.jsonl...]: reads train.jsonl and dev.jsonl, prints figures as Markdown, writes the
// weights. ROWS are shown in training and not asked about: invented.jsonl here, and what GET /api/v1/feedback exports.
//
//   dev            trained on train.jsonl, asked about dev.jsonl: the same sources
//   sources out    trained on all but one source, asked about that one, for each source: sources never seen
#include "filters/train/figures.hpp"
#include "filters/train/training.hpp"
#include "filters/train/write.hpp"

#include <cstdio>
#include <exception>
#include <set>

namespace {

using namespace filters;
using namespace filters::train;

std::vector<Row const*> all_of(Corpus const& corpus)
{
    std::vector<Row const*> rows;
    for (auto const& row : corpus.rows)
        rows.push_back(&row);
    return rows;
}

std::vector<Answer> answers(Trained& trained, std::vector<Row const*> const& rows)
{
    std::vector<Answer> given;
    for (auto const* row : rows) {
        given.push_back({sum(row->features, trained.bound()), row->promotional, row});
    }
    return given;
}

std::vector<Answer> with_sources_out(std::vector<Row const*> const& rows)
{
    std::set<std::string> folds;
    for (auto const* row : rows)
        if (row->asked) folds.insert(row->fold);
    std::vector<Answer> all;
    for (auto const& fold : folds) {
        std::vector<Row const*> shown;
        std::vector<Row const*> left;
        for (auto const* row : rows)
            (row->asked && row->fold == fold ? left : shown).push_back(row);
        auto trained = train::train(shown);
        auto const given = answers(trained, left);
        all.insert(all.end(), given.begin(), given.end());
    }
    return all;
}

int run(std::string const& folder, std::string const& file, std::vector<std::string> const& more)
{
    Corpus known;
    read(folder + "/train.jsonl", known);
    for (auto const& one : more)
        read(one, known, Use::shown);
    Corpus dev;
    dev.hash = known.hash;
    read(folder + "/dev.jsonl", dev);
    std::printf("%zu rows to learn from, %zu to be asked about\n", known.rows.size(),
                dev.rows.size());
    auto rows = all_of(known);
    auto on_train = train::train(rows);
    auto const dev_rows = all_of(dev);
    auto const on_dev = answers(on_train, dev_rows);
    rows.insert(rows.end(), dev_rows.begin(), dev_rows.end());
    auto const out = with_sources_out(rows);
    auto const thresholds = calibrate(on_dev, out);
    print_figures("dev", on_dev, thresholds);
    print_figures("sources out", out, thresholds);
    auto whole = train::train(rows);
    whole.weights.transactional_at_most = thresholds.transactional_at_most;
    whole.weights.promotional_from = thresholds.promotional_from;
    write(file, whole, dev.hash, summary_of(on_dev), summary_of(out));
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fputs("usage: optgate_train DATA_DIR WEIGHTS [ROWS.jsonl...]\n", stderr);
        return 2;
    }
    try {
        return run(argv[1], argv[2], {argv + 3, argv + argc});
    } catch (std::exception const& error) {
        std::fprintf(stderr, "optgate_train: %s\n", error.what());
        return 1;
    }
}
