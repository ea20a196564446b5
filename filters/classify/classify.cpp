// filters/classify/classify.cpp: the steps of design §4 in their order. Evidence quotes the
// configuration's side of a match (a hint's value, a template's id), never what could be an
// address.
#include "filters/classify/classify.hpp"

#include <algorithm>
#include <cstddef>

namespace filters {
namespace {

using model::Category;
using model::Classified;
using model::Hint;
using model::Kind;

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
        bool const named = mapping.value == "*" || mapping.value == hint.value;
        if (named && mapping.hint == hint.name) return Meaning{mapping.category, mapping.value};
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
    for (Hint const& hint : message.hints) {
        if (auto const meaning = meaning_of_all(hint.name, message, cues, categories)) {
            auto detail = std::string{hint.name}.append("=").append(meaning->shown);
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

}  // namespace

Classified classify(model::Message const& message, Cues const& cues,
                    model::Categories const& categories)
{
    if (cues.header) return {*cues.header, {"header", {}}};
    if (auto hinted = by_hints(message, cues, categories)) return std::move(*hinted);
    if (auto mapped = by_mappings(message, cues)) return std::move(*mapped);
    // Content rules, then the statistical model, speak here: they need the text, which Message does
    // not carry yet.
    return {cues.fallback, {"default", {}}};
}

}  // namespace filters
