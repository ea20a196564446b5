#include "filters/train/training.hpp"

#include "filters/train/logistic.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace filters::train {
namespace {

// Chosen by leave-sources-out cross-validation (README.md of filters/classify).
constexpr double structure_cost = 0.04;
constexpr double wording_cost = 0.6;
constexpr double wording_share = 0.7;
constexpr double balance = 0.8;       ///< 0: rows count alike; 1: sources do
constexpr double invented_share = 5;  ///< of what a source's rows count
constexpr double group_prior =
    0.25;  ///< logits of a group's first three thresholds, before any data
constexpr double structure_source = 8;  ///< values of the columns that are thrown away
constexpr double wording_source = 4;
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
    if (is(facts)) return 0.1;
    return is(sizes) ? 0.2 : 1.0;
}

/// What a measure adds to the score before any text was seen: a word speaks for the side of its group.
double prior_of(std::size_t measure)
{
    auto const number = static_cast<std::uint16_t>(measure);
    if (measure_threshold(number) > 3) return 0;
    switch (side_of(measure_group(number))) {
        case Side::promotional: return group_prior;
        case Side::transactional:
        case Side::personal: return -group_prior;
        case Side::none: break;
    }
    return 0;
}

double prior_of(Row const& row)
{
    double sum = 0;
    for (auto const measure : row.features.measures)
        sum += prior_of(measure);
    return sum;
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
    if (!row.collection.empty()) cells.add(columns.sources + source, structure_source);
    return cells.take();
}

std::vector<Cell> wording_cells(Row const& row, Columns const& columns, std::size_t source)
{
    Cells cells;
    auto const entry = entry_value * share(row.features.entries.size());
    for (auto const one : row.features.entries)
        cells.add(columns.entries + one, entry);
    auto const gram = gram_value * share(row.features.grams.size());
    for (auto const one : row.features.grams)
        cells.add(columns.grams + one, gram);
    cells.add(columns.bias, 1);
    if (!row.collection.empty()) cells.add(columns.sources + source, wording_source);
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
        if (row->source == "invented") cost.back() *= invented_share;
        total += cost.back();
    }
    for (auto& one : cost)
        one *= structure_cost * static_cast<double>(rows.size()) / total;
    return cost;
}

/// Columns of sources and languages: which of them each row has, and how many there are.
struct Sources {
    explicit Sources(std::vector<Row const*> const& rows)
    {
        for (auto const* row : rows)
            number_.emplace(name_of(*row), 0);
        std::size_t next = 0;
        for (auto& [name, number] : number_)
            number = next++;
    }

    std::size_t of(Row const& row) const { return number_.at(name_of(row)); }
    std::size_t count() const { return number_.size(); }

private:
    static std::string name_of(Row const& row) { return row.collection + "/" + row.language; }

    std::map<std::string, std::size_t> number_;
};

std::vector<double> fit_structure(std::vector<Row const*> const& rows, Columns const& columns)
{
    Sources const sources{rows};
    auto const cost = costs(rows);
    std::vector<Example> examples;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = *rows[i];
        examples.push_back({structure_cells(row, columns, sources.of(row)), row.promotional,
                            cost[i], prior_of(row)});
    }
    auto weights = fit(examples, columns.sources + sources.count());
    weights.resize(columns.sources);
    return weights;
}

double structure_score(Row const& row, Columns const& columns, std::vector<double> const& weights)
{
    double score = weights[columns.bias] + prior_of(row);
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
    Sources const sources{rows};
    auto const known = unseen_scores(rows, columns);
    std::vector<Example> examples;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = *rows[i];
        examples.push_back({wording_cells(row, columns, sources.of(row)), row.promotional,
                            wording_cost, known[i]});
    }
    auto weights = fit(examples, columns.sources + sources.count());
    weights.resize(columns.sources);
    return weights;
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
        auto const logit = prior_of(i) + structure[i] * measure_value(i);
        made.measures.push_back(static_cast<std::int16_t>(std::lround(logit * 1000)));
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
