#include "filters/classify/features.hpp"

#include "filters/classify/grams.hpp"
#include "filters/classify/shape.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

namespace filters {
namespace {

constexpr std::array<std::uint32_t, 7> counts{1, 2, 3, 4, 6, 9, 14};
constexpr std::array<std::uint32_t, 2> head_counts{1, 2};
constexpr std::size_t head = 60;  ///< glyphs of a text's beginning

std::vector<std::uint32_t> thresholds_of(Trait trait)
{
    switch (trait) {
        case Trait::glyphs: return {15, 30, 50, 80, 110, 140, 180, 250, 400, 700, 1100};
        case Trait::words: return {3, 6, 10, 15, 25, 40, 80, 150};
        case Trait::digit_share: return {1, 15, 40, 80, 150, 250};
        case Trait::upper_share: return {2, 6, 12, 25, 50, 80};
        default: return {1, 2, 3, 5, 8, 13, 20};
    }
}

/// A measure and its thresholds: numbers `first`, `first` + 1, …
struct Scale {
    std::string name;
    std::uint16_t first = 0;
    std::vector<std::uint32_t> thresholds;
};

/// All measures: traits, facts, groups, groups in the head, and sides against each other.
struct Layout {
    std::vector<Scale> scales;
    std::vector<std::string> names;
    std::vector<std::uint16_t> scale_of;
    std::vector<std::string_view> scale_names;
    std::size_t groups = 0;  ///< the first scale of a group
    std::size_t heads = 0;
    std::size_t sides = 0;
    std::vector<Side> side;      ///< of a group
    std::vector<bool> personal;  ///< a group of function words

    void add(std::string const& name, std::vector<std::uint32_t> const& thresholds)
    {
        scales.push_back({name, static_cast<std::uint16_t>(names.size()), thresholds});
        for (auto const threshold : thresholds) {
            names.push_back(name + ">=" + std::to_string(threshold));
            scale_of.push_back(static_cast<std::uint16_t>(scales.size() - 1));
        }
    }
};

enum class Fact : std::uint8_t { email, subject, unsubscribe_field, media, long_text };
constexpr std::array<std::string_view, 5> fact_names{"email", "subject", "unsubscribe_field",
                                                     "media", "long"};

Layout const& layout()
{
    static Layout const made = [] {
        Layout all;
        for (std::size_t i = 0; i < trait_count; ++i) {
            all.add(std::string{trait_names[i]}, thresholds_of(static_cast<Trait>(i)));
        }
        for (auto const name : fact_names)
            all.add(std::string{name}, {1});
        all.groups = all.scales.size();
        auto const& groups = Lexicon::shipped().groups();
        for (auto const& group : groups) {
            all.add(group, {counts.begin(), counts.end()});
            all.side.push_back(side_of(group));
        }
        all.heads = all.scales.size();
        for (auto const& group : groups) {
            all.add("head_" + group, {head_counts.begin(), head_counts.end()});
        }
        all.sides = all.scales.size();
        std::vector<std::uint32_t> const steps{1, 2,  3,  4,  5,  6,  7,  8,
                                               9, 10, 11, 12, 13, 14, 15, 16};
        for (auto const* name :
             {"promotional_words", "transactional_words", "personal_words",
              "promotional_to_transactional", "promotional_to_personal",
              "transactional_to_personal", "promotional_share", "transactional_share",
              "personal_share", "promotional_groups", "transactional_groups"}) {
            all.add(name, steps);
        }
        for (auto const& scale : all.scales)
            all.scale_names.push_back(scale.name);
        return all;
    }();
    return made;
}

void measure(Scale const& one, std::uint32_t value, std::vector<std::uint16_t>& out)
{
    if (value == 0) return;
    for (std::size_t i = 0; i < one.thresholds.size() && value >= one.thresholds[i]; ++i) {
        out.push_back(static_cast<std::uint16_t>(one.first + i));
    }
}

/// Twice the binary logarithm of 1 + n, rounded down, without floating point.
std::uint32_t half_octaves(std::uint32_t n)
{
    std::uint64_t const squared = std::uint64_t{n + 1} * (n + 1);
    return static_cast<std::uint32_t>(std::bit_width(squared)) - 1;
}

std::uint32_t against(std::uint32_t a, std::uint32_t b)
{
    return 8 + half_octaves(a) - std::min(half_octaves(b), 8 + half_octaves(a));
}

/// Scratch of one thread, so that a text costs no allocation.
struct Workplace {
    std::vector<Glyph> text;
    std::vector<Hit> hits;
    std::vector<std::uint32_t> seen;  ///< an entry: the last text that had it
    std::uint32_t text_number = 0;
};

/// The language the text is in, as a bit: the one whose entries cover most of it.
std::uint32_t language_of(std::vector<Hit> const& hits, std::vector<LexiconEntry> const& entries)
{
    std::array<std::uint32_t, 32> covered{};
    for (auto const& hit : hits) {
        auto bits = entries[hit.entry].languages;
        auto const share =
            60U * entries[hit.entry].length / static_cast<std::uint32_t>(std::popcount(bits));
        for (; bits != 0; bits &= bits - 1)
            covered[static_cast<std::size_t>(std::countr_zero(bits))] += share;
    }
    auto const best = std::max_element(covered.begin(), covered.end()) - covered.begin();
    return 1U << static_cast<std::uint32_t>(best);
}

/// English words are at home in every language's business texts, its small words are not.
bool counts_here(LexiconEntry const& entry, std::uint32_t language, Lexicon const& lexicon,
                 Layout const& all)
{
    if ((entry.languages & language) != 0) return true;
    bool const business = all.side[entry.group] != Side::personal;
    return business && (entry.languages & lexicon.english()) != 0 && entry.length >= 3;
}

void find_words(std::size_t subject_end, Workplace& work, Features& features)
{
    auto const& lexicon = Lexicon::shipped();
    auto const& all = layout();
    auto const& entries = lexicon.entries();
    work.seen.resize(entries.size());
    ++work.text_number;
    work.hits.clear();
    lexicon.find(work.text, work.hits);
    auto const language = language_of(work.hits, entries);
    thread_local std::vector<std::uint32_t> total;
    thread_local std::vector<std::uint32_t> in_head;
    total.assign(lexicon.groups().size(), 0);
    in_head.assign(lexicon.groups().size(), 0);
    auto const head_end = std::max(subject_end, head);
    for (auto const& hit : work.hits) {
        auto const& entry = entries[hit.entry];
        if (!counts_here(entry, language, lexicon, all)) continue;
        if (work.seen[hit.entry] == work.text_number) continue;
        work.seen[hit.entry] = work.text_number;
        features.entries.push_back(hit.entry);
        ++total[entry.group];
        if (hit.position < head_end) ++in_head[entry.group];
    }
    std::array<std::uint32_t, 4> side{};
    std::array<std::uint32_t, 4> kinds{};
    for (std::size_t i = 0; i < total.size(); ++i) {
        if (total[i] == 0) continue;
        measure(all.scales[all.groups + i], total[i], features.measures);
        measure(all.scales[all.heads + i], in_head[i], features.measures);
        auto const s = static_cast<std::size_t>(all.side[i]);
        side[s] += total[i];
        ++kinds[s];
    }
    auto const words = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(work.text.size() / 6));
    std::array<std::uint32_t, 11> const values{half_octaves(side[0]),
                                               half_octaves(side[1]),
                                               half_octaves(side[2]),
                                               against(side[0], side[1]),
                                               against(side[0], side[2]),
                                               against(side[1], side[2]),
                                               side[0] * 20 / words,
                                               side[1] * 20 / words,
                                               side[2] * 20 / words,
                                               kinds[0],
                                               kinds[1]};
    for (std::size_t i = 0; i < values.size(); ++i)
        measure(all.scales[all.sides + i], values[i], features.measures);
}

}  // namespace

Side side_of(std::string_view group)
{
    static constexpr std::array<std::string_view, 22> promotional{
        "discount",   "free",   "offer",  "prize",       "urgency", "buy",      "cta",     "optout",
        "newsletter", "new",    "loan",   "gamble",      "dating",  "property", "telecom", "event",
        "school",     "donate", "survey", "superlative", "loyalty", "earn"};
    static constexpr std::array<std::string_view, 14> transactional{
        "otp",     "secret",  "password", "login", "ignore", "confirm", "payment",
        "balance", "invoice", "order",    "ship",  "appt",   "ticket",  "expire"};
    static constexpr std::array<std::string_view, 3> personal{"firstperson", "chat", "listmail"};
    auto const in = [&](auto const& list) {
        return std::find(list.begin(), list.end(), group) != list.end();
    };
    if (in(promotional)) return Side::promotional;
    if (in(transactional)) return Side::transactional;
    return in(personal) ? Side::personal : Side::none;
}

std::vector<std::string> const& measure_names()
{
    return layout().names;
}

std::string_view measure_group(std::uint16_t number)
{
    return layout().scales[layout().scale_of[number]].name;
}

MeasureGroups measure_groups()
{
    return {layout().scale_of, layout().scale_names};
}

std::uint32_t measure_threshold(std::uint16_t number)
{
    auto const& scale = layout().scales[layout().scale_of[number]];
    return scale.thresholds[number - scale.first];
}

void extract(Reading const& reading, Features& features)
{
    thread_local Workplace work;
    features.measures.clear();
    features.entries.clear();
    features.grams.clear();
    work.text.clear();
    fold_into(reading.subject, longest_subject, work.text);
    auto const subject_end = work.text.size();
    if (subject_end > 0) work.text.push_back({'\n', Sort::line_end, false});
    auto const body_begin = work.text.size();
    fold_into(reading.body, longest_body, work.text);
    std::span<Glyph const> const text{work.text};
    auto const shape = shape_of(text.subspan(body_begin));
    auto const& scales = layout().scales;
    for (std::size_t i = 0; i < trait_count; ++i)
        measure(scales[i], shape[i], features.measures);
    std::array<bool, 5> const facts{reading.channel == model::Channel::email, subject_end > 0,
                                    reading.has_unsubscribe, reading.has_media, text.size() >= 320};
    for (std::size_t i = 0; i < facts.size(); ++i)
        measure(scales[trait_count + i], facts[i] ? 1 : 0, features.measures);
    find_words(subject_end, work, features);
    find_grams(text, features.grams);
}

}  // namespace filters
