#include "store/address/digits.hpp"

#include "store/address/ascii.hpp"

#include <unictype.h>
#include <unistr.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace address {
namespace {

using model::Problem;
using model::Result;

constexpr std::size_t most_digits = 32;  // E.164 has 15; some plans allow more, none this many

bool is_plus(ucs4_t c)
{
    return c == '+' || c == 0xFF0B || c == 0xFE62;
}

bool is_separator(ucs4_t c)
{
    constexpr std::uint32_t kinds = UC_CATEGORY_MASK_Z | UC_CATEGORY_MASK_Pd | UC_CATEGORY_MASK_Ps |
                                    UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Cf;
    // Tab, full stop, solidus, tilde, middle dot, minus, Japanese long-vowel marks, full-width stop
    // and solidus.
    constexpr std::u32string_view others = U"\t./~\u00B7\u2212\u30FC\uFF70\uFF0E\uFF0F\uFF5E";
    return others.find(static_cast<char32_t>(c)) != std::u32string_view::npos ||
           uc_is_general_category_withtable(c, kinds);
}

/// The next character, taken from the front of `rest`; none: not UTF-8.
std::optional<ucs4_t> next(std::string_view& rest)
{
    ucs4_t c = 0;
    auto const taken =
        u8_mbtoucr(&c, reinterpret_cast<std::uint8_t const*>(rest.data()), rest.size());
    if (taken <= 0) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(taken));
    return c;
}

/// "x5", "ext. 5", "extension: 5", "#5".
bool is_extension(std::string_view rest)
{
    bool const named = take_word(rest, "extension") || take_word(rest, "extn") ||
                       take_word(rest, "ext") || take_word(rest, "x") || take_word(rest, "#");
    auto const first = rest.find_first_not_of(".: ");
    if (!named || first == std::string_view::npos) return false;
    return rest.find_first_not_of("0123456789", first) == std::string_view::npos;
}

Result<Digits> read_number(std::string_view rest)
{
    Digits number;
    std::size_t group = 0;  // where the digits behind the last separator begin
    bool separated = false;
    while (!rest.empty()) {
        if (!number.digits.empty() && is_extension(rest)) break;
        auto const c = next(rest);
        if (!c) return Problem{"not UTF-8", {}};
        if (int const value = uc_decimal_value(*c); value >= 0) {
            if (std::exchange(separated, false)) group = number.digits.size();
            number.digits += static_cast<char>('0' + value);
            if (number.digits.size() > most_digits) return Problem{"too many digits", {}};
        } else if (is_plus(*c) && number.digits.empty()) {
            number.plus = true;
        } else if (!is_separator(*c)) {
            return Problem{"neither a phone number nor a mail address", {}};
        } else {
            separated = true;
        }
    }
    if (number.digits.empty()) return Problem{"no digits", {}};
    number.lone = group > 0 && number.digits.size() - group == 1;
    return number;
}

/// Whether each of ";name", ";name=value" has a name that could be one: more digits would be another number.
bool are_parameters(std::string_view parameters)
{
    while (!parameters.empty()) {
        parameters.remove_prefix(1);
        auto const name = trimmed(parameters.substr(0, parameters.find_first_of(";=")));
        if (!name.empty() && !is_letter(name.front())) return false;
        parameters.remove_prefix(std::min(parameters.find(';'), parameters.size()));
    }
    return true;
}

/// The value of RFC 3966's "phone-context", which says what a number without "+" is local to;
/// empty: not given.
std::string_view context_of(std::string_view parameters)
{
    while (!parameters.empty()) {
        parameters.remove_prefix(1);
        if (take_word(parameters, "phone-context=")) {
            return parameters.substr(0, parameters.find(';'));
        }
        parameters.remove_prefix(std::min(parameters.find(';'), parameters.size()));
    }
    return {};
}

}  // namespace

Result<Digits> read_digits(std::string_view spelling)
{
    auto const semicolon = std::min(spelling.find(';'), spelling.size());
    if (!are_parameters(spelling.substr(semicolon))) return Problem{"more than one number", {}};
    auto number = read_number(spelling.substr(0, semicolon));
    auto const context = context_of(spelling.substr(semicolon));
    if (!number || number->plus || context.empty()) return number;

    auto const within = read_number(context);
    if (!within || !within->plus) return Problem{"phone-context is no global number", {}};
    number->plus = true;
    number->digits.insert(0, within->digits);
    if (number->digits.size() > most_digits) return Problem{"too many digits", {}};
    return number;
}

}  // namespace address
