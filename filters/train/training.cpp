#include "filters/train/training.hpp"

#include "filters/train/logistic.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace filters::train {
namespace {

// Chosen by leave-sources-out cross-validation (README.md of filters/classify).
constexpr double structure_cost = 0.02;
constexpr double wording_cost = 0.3;
constexpr double wording_share = 0.6;
constexpr double balance = 0.8;      ///< 0: rows count alike; 1: sources do
constexpr double source_column = 8;  ///< value of the column that is thrown away
constexpr double entry_value = 3;
constexpr double gram_value = 5;
constexpr std::size_t inner_folds = 6;

/// Measures that say more about where a text was collected than why it was sent count for less.
double measure_value(std::size_t measure)
{
    auto const group = measure_group(static_cast<std::uint16_t>(measure));
    auto const is = [&](auto const& names) {
        return std::find(names.begin(), names.end(), group) != names.end();
    };
    static std::set<std::string_view> const facts{"email", "subject", "unsubscribe_field", "long"};
    static std::set<std::string_view> const sizes{"glyphs", "words", "lines", "digit_share",
                                                  "upper_share"};
    if (is(facts)) return 0.2;
    return is(sizes) ? 0.4 : 1.0;
}

double share(std::size_t count)
{
    return 1.0 / std::sqrt(static_cast<double>(std::max<std::size_t>(count, 4)));
}

/// Where each list of columns begins.
struct Columns {
    std::size_t entries = measure_names().size();
    std::size_t grams = entries + Lexicon::shipped().entries().size();
    std::size_t bias = grams + gram_buckets;
    std::size_t sources = bias + 1;
};

/// Cells with each column once.
class Cells {
public:
    void add(std::size_t column, double value)
    {
        sum_[static_cast<std::uint32_t>(column)] += value;
    }
    std::vector<Cell> take() const
    {
        std::vector<Cell> cells;
        for (auto const& [column, value] : sum_)
            cells.push_back({column, static_cast<float>(value)});
        return cells;
    }

private:
    std::map<std::uint32_t, double> sum_;
};

std::vector<Cell> structure_cells(Row const& row, Columns const& columns, std::size_t source)
{
    Cells cells;
    for (auto const measure : row.features.measures)
        cells.add(measure, measure_value(measure));
    auto const value = entry_value * share(row.features.entries.size());
    for (auto const entry : row.features.entries)
        cells.add(columns.entries + entry, value);
    cells.add(columns.bias, 1);
    cells.add(columns.sources + source, source_column);
    return cells.take();
}

std::vector<Cell> wording_cells(Row const& row, Columns const& columns)
{
    Cells cells;
    auto const entry = entry_value * share(row.features.entries.size());
    for (auto const one : row.features.entries)
        cells.add(columns.entries + one, entry);
    auto const gram = gram_value * share(row.features.grams.size());
    for (auto const one : row.features.grams)
        cells.add(columns.grams + one, gram);
    cells.add(columns.bias, 1);
    return cells.take();
}

/// A source's rows count for less each, the more there are of one label.
std::vector<double> costs(std::vector<Row const*> const& rows)
{
    std::map<std::pair<std::string, bool>, double> count;
    for (auto const* row : rows)
        ++count[{row->source, row->promotional}];
    std::vector<double> cost;
    double total = 0;
    for (auto const* row : rows) {
        cost.push_back(std::pow(count[{row->source, row->promotional}], -balance));
        total += cost.back();
    }
    for (auto& one : cost)
        one *= structure_cost * static_cast<double>(rows.size()) / total;
    return cost;
}

std::vector<double> fit_structure(std::vector<Row const*> const& rows, Columns const& columns)
{
    std::map<std::string, std::size_t> sources;
    for (auto const* row : rows)
        sources.emplace(row->source + "/" + row->language, 0);
    std::size_t number = 0;
    for (auto& [name, index] : sources)
        index = number++;
    auto const cost = costs(rows);
    std::vector<Example> examples;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const source = sources[rows[i]->source + "/" + rows[i]->language];
        examples.push_back(
            {structure_cells(*rows[i], columns, source), rows[i]->promotional, cost[i], 0});
    }
    auto weights = fit(examples, columns.sources + sources.size());
    weights.resize(columns.sources);
    return weights;
}

double structure_score(Row const& row, Columns const& columns, std::vector<double> const& weights)
{
    double score = weights[columns.bias];
    for (auto const measure : row.features.measures)
        score += weights[measure] * measure_value(measure);
    auto const value = entry_value * share(row.features.entries.size());
    for (auto const entry : row.features.entries)
        score += value * weights[columns.entries + entry];
    return score;
}

/// What the first regression says of each row when its source was not shown to it.
std::vector<double> unseen_scores(std::vector<Row const*> const& rows, Columns const& columns)
{
    std::map<std::string, std::size_t> fold;
    for (auto const* row : rows)
        fold.emplace(row->fold, 0);
    std::size_t number = 0;
    for (auto& [name, index] : fold)
        index = number++ % inner_folds;
    std::vector<double> scores(rows.size());
    for (std::size_t left = 0; left < inner_folds; ++left) {
        std::vector<Row const*> shown;
        for (auto const* row : rows) {
            if (fold[row->fold] != left) shown.push_back(row);
        }
        if (shown.empty()) continue;
        auto const weights = fit_structure(shown, columns);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (fold[rows[i]->fold] == left)
                scores[i] = structure_score(*rows[i], columns, weights);
        }
    }
    return scores;
}

std::vector<double> fit_wording(std::vector<Row const*> const& rows, Columns const& columns)
{
    auto const known = unseen_scores(rows, columns);
    std::vector<Example> examples;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        examples.push_back(
            {wording_cells(*rows[i], columns), rows[i]->promotional, wording_cost, known[i]});
    }
    return fit(examples, columns.sources);
}

/// Logits as steps of one byte; the few over the largest step are cut off.
std::int32_t quantised(std::vector<double> const& logits, std::vector<std::int8_t>& steps)
{
    std::vector<double> sizes;
    for (auto const logit : logits)
        sizes.push_back(std::abs(logit));
    auto const at = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() * 9995 / 10000);
    std::nth_element(sizes.begin(), at, sizes.end());
    auto const unit = std::max(1.0, std::ceil(*at * 1000 / 127));
    for (auto const logit : logits) {
        steps.push_back(
            static_cast<std::int8_t>(std::clamp(std::round(logit * 1000 / unit), -127.0, 127.0)));
    }
    return static_cast<std::int32_t>(unit);
}

}  // namespace

Weights const& Trained::bound()
{
    weights.measures = measures.data();
    weights.entries = entries.data();
    weights.grams = grams.data();
    weights.measure_count = measures.size();
    weights.entry_count = entries.size();
    return weights;
}

Trained train(std::vector<Row const*> const& rows)
{
    Columns const columns;
    auto const structure = fit_structure(rows, columns);
    auto const wording = fit_wording(rows, columns);
    Trained made;
    for (std::size_t i = 0; i < columns.entries; ++i) {
        made.measures.push_back(
            static_cast<std::int16_t>(std::lround(structure[i] * measure_value(i) * 1000)));
    }
    std::vector<double> entries;
    for (auto i = columns.entries; i < columns.grams; ++i) {
        entries.push_back(entry_value * (structure[i] + wording_share * wording[i]));
    }
    std::vector<double> grams;
    for (auto i = columns.grams; i < columns.bias; ++i)
        grams.push_back(gram_value * wording_share * wording[i]);
    made.weights.entry_unit = quantised(entries, made.entries);
    made.weights.gram_unit = quantised(grams, made.grams);
    made.weights.bias = static_cast<std::int32_t>(
        std::lround((structure[columns.bias] + wording_share * wording[columns.bias]) * 1000));
    return made;
}

}  // namespace filters::train
