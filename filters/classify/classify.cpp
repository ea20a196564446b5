// filters/classify/classify.cpp: the steps of design §4 in their order. Evidence quotes the
// configuration's side of a match (a hint's value, a template's id), never what could be an
// address.
#include "filters/classify/classify.hpp"

#include "filters/classify/content.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace filters {
namespace {

using model::Category;
using model::Classified;
using model::Hint;
using model::Kind;
using model::Mark;

constexpr std::string_view any_value = "*";

/// A hint understood, and the word of it that may be shown.
struct Meaning {
    Category category;
    std::string_view shown;
};

/// Later mappings win, since the configuration's stand behind the dialect's own.
std::optional<Meaning> meaning_of(Hint const& hint, Cues const& cues,
                                  model::Categories const& categories)
{
    for (std::size_t i = cues.hints.size(); i-- > 0;) {
        HintMapping const& mapping = cues.hints[i];
        // The value first: most mappings of a dialect share one hint.
        bool const is_meant = mapping.value == hint.value || mapping.value == any_value;
        if (is_meant && mapping.hint == hint.name) return Meaning{mapping.category, mapping.value};
    }
    if (auto const category = categories.find(hint.value)) return Meaning{*category, hint.value};
    return std::nullopt;
}

/// All values of one hint name together: mixed content counts as promotional.
std::optional<Meaning> meaning_of_all(std::string_view name, model::Message const& message,
                                      Cues const& cues, model::Categories const& categories)
{
    std::optional<Meaning> first;
    for (Hint const& hint : message.hints) {
        if (hint.name != name) continue;
        auto const meaning = meaning_of(hint, cues, categories);
        if (meaning && categories[meaning->category].kind == Kind::promotional) return meaning;
        if (!first) first = meaning;
    }
    return first;
}

std::optional<Classified> by_hints(model::Message const& message, Cues const& cues,
                                   model::Categories const& categories)
{
    std::string_view looked_at;  // hints of one name stand together: each name is asked about once
    for (Hint const& hint : message.hints) {
        if (std::exchange(looked_at, hint.name) == hint.name) continue;
        if (auto const meaning = meaning_of_all(hint.name, message, cues, categories)) {
            std::string detail;
            detail.reserve(hint.name.size() + 1 + meaning->shown.size());
            detail.append(hint.name).append("=").append(meaning->shown);
            return Classified{meaning->category, {"hint", std::move(detail)}};
        }
    }
    return std::nullopt;
}

bool applies(Mapping const& mapping, model::Message const& message, Cues const& cues)
{
    auto const agrees = [](std::string_view wanted, std::string_view found) {
        return wanted.empty() || wanted == found;
    };
    return agrees(mapping.sender, message.sender) &&
           agrees(mapping.template_id, message.template_id) &&
           agrees(mapping.stream, cues.stream) && cues.path.starts_with(mapping.path_prefix);
}

/// "template_id=d-12 stream=campaign". A sender may be somebody's number: it is shown by the
/// mapping's place.
std::string description_of(Mapping const& mapping, std::size_t index)
{
    std::string words;
    auto const add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        if (!words.empty()) words += ' ';
        words.append(name).append("=").append(value);
    };
    add("template_id", mapping.template_id);
    add("stream", mapping.stream);
    add("path_prefix", mapping.path_prefix);
    if (!mapping.sender.empty()) add("sender", "mappings." + std::to_string(index));
    return words;
}

std::optional<Classified> by_mappings(model::Message const& message, Cues const& cues)
{
    for (std::size_t i = 0; i < cues.mappings.size(); ++i) {
        Mapping const& mapping = cues.mappings[i];
        if (applies(mapping, message, cues)) {
            return Classified{mapping.category, {"mapping", description_of(mapping, i)}};
        }
    }
    return std::nullopt;
}

/// What the sender says, one way or another.
std::optional<Classified> by_sender(model::Message const& message, Cues const& cues,
                                    model::Categories const& categories)
{
    if (cues.header) return Classified{*cues.header, {"header", {}}};
    if (auto hinted = by_hints(message, cues, categories)) return hinted;
    return by_mappings(message, cues);
}

Category fallback_of(Cues const& cues, model::Categories const& categories)
{
    return categories.find(cues.fallback).value_or(Category{0});
}

/// The finer category that was found, or the kind's own. One that was renamed or retired is not there any more.
Category category_of(Judgement const& judgement, Kind kind, Cues const& cues,
                     model::Categories const& categories)
{
    auto const finer = categories.find(judgement.category);
    if (finer && categories[*finer].kind == kind) return *finer;
    return kind == Kind::promotional ? cues.content.promotional : cues.content.transactional;
}

Category category_of_unsure(Judgement const& judgement, Cues const& cues,
                            model::Categories const& categories)
{
    switch (cues.content.unsure) {
        case Unsure::promotional:
            return category_of(judgement, Kind::promotional, cues, categories);
        case Unsure::transactional:
            return category_of(judgement, Kind::transactional, cues, categories);
        case Unsure::fallback: break;
    }
    return fallback_of(cues, categories);
}

Classified by_text(Judgement const& judgement, Cues const& cues,
                   model::Categories const& categories)
{
    model::Evidence evidence{judgement.step, judgement.detail};
    switch (judgement.outcome) {
        case Outcome::promotional:
            return {category_of(judgement, Kind::promotional, cues, categories), evidence};
        case Outcome::transactional:
            return {category_of(judgement, Kind::transactional, cues, categories), evidence};
        case Outcome::unsure: break;
    }
    evidence.detail = "unsure, " + evidence.detail;
    return {category_of_unsure(judgement, cues, categories), std::move(evidence), Mark::unsure};
}

/// Categories that only a rule may doubt: an account is locked, or a bill unpaid, where the model errs.
bool is_vital(Category category, model::Categories const& categories)
{
    return category == categories.find("one_time_code") || category == categories.find("billing");
}

void compare(Classified& said, Judgement const& judgement, Cues const& cues,
             model::Categories const& categories)
{
    if (judgement.outcome != Outcome::promotional) return;
    auto& [step, detail] = said.evidence;
    auto const reads = std::string{"the text reads promotional: "}
                           .append(judgement.step)
                           .append(" ")
                           .append(judgement.detail);
    bool const by_rule = judgement.step == "rule";
    if (cues.guard == Guard::flag || (is_vital(said.category, categories) && !by_rule)) {
        said.mark = Mark::mislabelled;
        detail.append(detail.empty() ? "" : "; ").append(reads);
        return;
    }
    said.mark = Mark::reclassified;
    said.category = category_of(judgement, Kind::promotional, cues, categories);
    detail.insert(0, detail.empty() ? "" : " ").insert(0, step).append("; ").append(reads);
    step = "guard";
}

}  // namespace

Classified classify(model::Message const& message, Cues const& cues,
                    model::Categories const& categories, Content const& content)
{
    auto said = by_sender(message, cues, categories);
    auto const compares =
        said && cues.guard != Guard::pass && categories[said->category].kind == Kind::transactional;
    if (said && !compares) return *std::move(said);
    auto const judgement = content ? content() : std::nullopt;
    if (said) {
        if (judgement) compare(*said, *judgement, cues, categories);
        return *std::move(said);
    }
    if (judgement) return by_text(*judgement, cues, categories);
    return {fallback_of(cues, categories), {"default", {}}};
}

}  // namespace filters
