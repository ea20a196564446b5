#include "filters/classify/unsubscribe.hpp"

#include "filters/classify/ascii.hpp"

#include <algorithm>
#include <array>

namespace filters {
namespace {

/// In lower case as far as it is ASCII; a beginning stands for all its endings.
constexpr std::array<std::string_view, 30> words{
    "unsub",     "opt-out",       "optout",      "opt out",      "opt_out",      "list-manage",
    "abmelde",   "abbestell",     "austragen",   "désabonn",     "desabonn",     "désinscri",
    "desinscri", "darse de baja", "dar de baja", "cancelar sus", "descadastr",   "cancelar inscri",
    "disiscri",  "disiscriz",     "uitschrij",   "afmeld",       "avregistrera", "wypisz",
    "отпис",     "Отпис",         "退订",        "配信停止",     "수신거부",     "abonelikten"};

/// A run without white space, from `at`.
std::string_view run_at(std::string_view text, std::size_t at)
{
    auto const end =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_space);
    return text.substr(at, static_cast<std::size_t>(end - text.begin()) - at);
}

}  // namespace

bool offers_to_leave(std::string_view text)
{
    auto const lowered = lower(text);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return lowered.find(word) != std::string::npos;
    });
}

bool has_link_to_leave(std::string_view text)
{
    for (std::size_t at = 0; (at = text.find("://", at)) != std::string_view::npos;) {
        auto const target = run_at(text, at);
        if (offers_to_leave(target)) return true;
        at += target.size();
    }
    return false;
}

}  // namespace filters
