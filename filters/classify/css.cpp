#include "filters/classify/css.hpp"

#include "filters/classify/ascii.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace filters {
namespace {

struct Declaration {
    std::string property;
    std::string value;  ///< without "!important"
};

Declaration declaration_of(std::string_view text)
{
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    auto value = lower(trimmed(text.substr(colon + 1)));
    value.resize(trimmed(std::string_view{value}.substr(0, value.find('!'))).size());
    return {lower(trimmed(text.substr(0, colon))), std::move(value)};
}

/// A length in pixels, near enough: 1em, 1rem and 100% are 16 of them.
std::optional<double> pixels_of(std::string_view value)
{
    double number = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{}) return std::nullopt;
    std::string_view const unit{end, value.data() + value.size()};
    if (unit == "em" || unit == "rem") return number * 16;
    if (unit == "%") return number * 0.16;
    return number;
}

bool is_below(std::string_view value, double pixels)
{
    auto const length = pixels_of(value);
    return length && *length < pixels;
}

constexpr double unreadable_font = 3;
constexpr double no_extent = 2;
constexpr double faint = 0.05;
constexpr double out_of_sight = -500;

bool hides_alone(Declaration const& declaration)
{
    auto const& [property, value] = declaration;
    if (property == "display") return value == "none";
    if (property == "visibility") return value == "hidden" || value == "collapse";
    if (property == "opacity") return is_below(value, faint);
    if (property == "font-size") return is_below(value, unreadable_font);
    if (property == "max-height" || property == "max-width") return is_below(value, no_extent);
    if (property == "text-indent" || property == "left") return is_below(value, out_of_sight);
    if (property == "color") return value == "transparent";
    return property == "clip" && value.starts_with("rect(0");
}

bool has_no_extent(Declaration const& declaration)
{
    auto const& [property, value] = declaration;
    return (property == "height" || property == "width") && is_below(value, no_extent);
}

}  // namespace

bool hides(std::string_view style)
{
    bool flat = false;
    bool clipped = false;
    while (!style.empty()) {
        auto const end = style.find(';');
        auto const declaration = declaration_of(style.substr(0, end));
        if (hides_alone(declaration)) return true;
        flat = flat || has_no_extent(declaration);
        clipped = clipped || (declaration.property == "overflow" && declaration.value == "hidden");
        style.remove_prefix(end == std::string_view::npos ? style.size() : end + 1);
    }
    return flat && clipped;
}

}  // namespace filters
