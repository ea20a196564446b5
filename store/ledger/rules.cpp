#include "store/ledger/rules.hpp"

#include "store/address/ascii.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace store {
namespace {

using namespace std::string_view_literals;

constexpr std::array recipients_in_person{"reply"sv,
                                          "stop"sv,
                                          "stop_reply"sv,
                                          "start"sv,
                                          "start_reply"sv,
                                          "keyword"sv,
                                          "recipient"sv,
                                          "subscriber"sv,
                                          "web"sv,
                                          "link"sv,
                                          "preference_page"sv,
                                          "preference_center"sv,
                                          "preferences"sv,
                                          "unsubscribe"sv,
                                          "unsubscribe_link"sv,
                                          "unsubscribe_page"sv,
                                          "unsubscribe_mail"sv,
                                          "unsubscribe_email"sv,
                                          "list_unsubscribe"sv,
                                          "one_click"sv,
                                          "complaint"sv,
                                          "feedback_loop"sv};
constexpr std::array recipients_word{"phone"sv, "letter"sv, "paper"sv,
                                     "form"sv,  "email"sv,  "in_person"sv};

// A source is what a caller wrote: "Phone" is a phone call too, and "STOP reply" a "stop_reply".
char plain(char c)
{
    return c == ' ' || c == '-' ? '_' : address::lower(c);
}

bool same(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, plain, plain);
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
