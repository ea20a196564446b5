#include "store/ledger/rules.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace store {
namespace {

using namespace std::string_view_literals;

constexpr std::array recipients_in_person{"reply"sv,           "web"sv,         "link"sv,
                                          "preference_page"sv, "unsubscribe"sv, "complaint"sv,
                                          "list_unsubscribe"sv};
constexpr std::array recipients_word{"phone"sv, "letter"sv, "paper"sv,
                                     "form"sv,  "email"sv,  "in_person"sv};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// A source is what a caller wrote: "Phone" is a phone call too.
bool same(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool is_one_of(auto const& names, std::string_view source)
{
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return same(name, source); });
}

std::string day_of(model::Time at)
{
    std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(at)};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

bool blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == text.npos;
}

}  // namespace

Weight weight_of(std::string_view source)
{
    if (source == "default" || source == "contact") return Weight::by_default;
    if (in_person(source) || is_one_of(recipients_word, source)) return Weight::by_recipient;
    return Weight::by_others;
}

bool in_person(std::string_view source)
{
    return is_one_of(recipients_in_person, source);
}

bool always_recipients_own(model::Suppression suppression)
{
    using enum model::Suppression;
    return suppression == stop_reply || suppression == complaint || suppression == erased;
}

bool has_evidence(model::Attribution const& by)
{
    return !blank(by.evidence);
}

std::optional<model::Refused> evidence_missing(model::Attribution const& by,
                                               std::string_view source, model::Time since)
{
    if (by.imported || same(by.source, "import")) {
        return model::Refused{model::Refused::Why::evidence_needed,
                              "the recipient made this stop (" + std::string{source} + ", " +
                                  day_of(since) + "): an import never takes it back"};
    }
    if (in_person(by.source) || has_evidence(by)) return std::nullopt;
    return model::Refused{model::Refused::Why::evidence_needed,
                          "the recipient made this stop (" + std::string{source} + ", " +
                              day_of(since) +
                              "): evidence must tell what they said, where and when"};
}

}  // namespace store
