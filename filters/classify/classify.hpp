// filters/classify/classify.hpp: why a message is sent (design §4). Each step may speak; the first that does wins and
// leaves its evidence:
//   header -> the dialect's hints -> the application's mappings -> the text: content rules, model -> default
// The text is asked for only where no step before it spoke, or where a guard compares it with what the sender said.
#pragma once

#include "store/model/category.hpp"
#include "store/model/decision.hpp"
#include "store/model/send.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace filters {

struct Judgement;  // content.hpp

/// A hint of a dialect and the category it means; `value` "*" is any value. A value that is itself the name of
/// a category needs no mapping.
struct HintMapping {
    std::string hint;
    std::string value;
    model::Category category;
};

/// An application's own rule: every field that is not empty must match.
struct Mapping {
    std::string sender;
    std::string template_id;
    std::string stream;
    std::string path_prefix;
    model::Category category;
};

/// What is done where the sender says transactional and the text reads promotional.
enum class Guard : std::uint8_t {
    pass,     ///< the sender is believed, and the text is not read
    flag,     ///< the sender is believed, and the journal tells
    reclass,  ///< it is taken for promotional
};
inline constexpr std::array<std::string_view, 3> guard_names{"pass", "flag", "reclass"};

/// What a text is taken for that says neither clearly.
enum class Unsure : std::uint8_t { promotional, transactional, fallback };
inline constexpr std::array<std::string_view, 3> unsure_names{"promotional", "transactional",
                                                              "default"};

/// What the text's word comes to.
struct ContentPolicy {
    model::Category promotional{};    ///< where no finer category is sure
    model::Category transactional{};  ///< the same
    Unsure unsure = Unsure::promotional;
};

/// Reads one message's text and judges it; none: it has none. Asked at most once a message.
using Content = std::function<std::optional<Judgement>()>;

/// What is known besides the message itself.
struct Cues {
    std::optional<model::Category>
        header;  ///< X-Optgate-Category, where the application may set it
    std::string_view stream;
    std::string_view path;
    std::span<HintMapping const> hints;
    std::span<Mapping const> mappings;
    std::string_view
        fallback;  ///< the application's default category, looked up where nothing else speaks
    ContentPolicy content{};
    Guard guard = Guard::pass;
};

/// An empty `content` is a text that is not asked.
model::Classified classify(model::Message const& message, Cues const& cues,
                           model::Categories const& categories, Content const& content = {});

}  // namespace filters
