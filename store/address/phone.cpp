#include "store/address/phone.hpp"

#include "store/address/calling_codes.hpp"
#include "store/address/digits.hpp"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <bit>
#include <string>
#include <utility>

namespace address {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using model::Address;
using model::Problem;
using model::Result;

/// The library would write numbers it can't read to standard output.
class Silence : public i18n::phonenumbers::Logger {
public:
    void WriteMessage(std::string const&) override {}
};

PhoneNumberUtil const& library()
{
    static PhoneNumberUtil const& instance = []() -> PhoneNumberUtil const& {
        PhoneNumberUtil::GetInstance()->SetLogger(new Silence);  // takes it over
        return *PhoneNumberUtil::GetInstance();
    }();
    return instance;
}

struct Reading {
    std::string text;    ///< E.164
    bool valid = false;  ///< in use as far as the library knows, so more likely to be meant
};

std::optional<Reading> read_once(std::string const& number, std::string const& region)
{
    PhoneNumber parsed;
    if (library().Parse(number, region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
    auto const judged = library().IsPossibleNumberWithReason(parsed);
    if (judged != PhoneNumberUtil::IS_POSSIBLE)
        return {};  // a local number without its area is none
    Reading reading{{}, library().IsValidNumber(parsed)};
    library().Format(parsed, PhoneNumberUtil::E164, &reading.text);
    return reading;
}

/// Where a number carries its national prefix twice ("+49 00 30 ..."), one reading takes one away;
/// a spelling is canonical only when reading it again changes nothing.
std::optional<Reading> read(std::string const& number, std::string const& region)
{
    constexpr int most_readings = 8;
    auto reading = read_once(number, region);
    for (int i = 0; reading && i < most_readings; ++i) {
        if (is_canonical_phone(reading->text)) return reading;
        auto again = read_once(reading->text, "ZZ");
        if (again && again->text == reading->text) return again;
        reading = std::move(again);
    }
    return {};
}

std::optional<Reading> read_international(std::string_view digits)
{
    while (digits.starts_with("00"))
        digits.remove_prefix(2);
    return read(std::string{"+"}.append(digits), "ZZ");
}

/// Whether all numbers of a region are equally long. Then length alone shows whose number it is,
/// and better than whether it is in use: the library can't know area codes opened after it was
/// built.
bool has_one_length(std::string const& region)
{
    auto code = std::to_string(library().GetCountryCodeForRegion(region));
    code.resize(3, '0');
    return std::has_single_bit(calling_codes().at(std::stoul(code)).lengths);
}

/// "4155550965.0", the number that a spreadsheet kept in a column of fractions: without its ".0".
std::string_view without_fraction(std::string_view spelling)
{
    auto const point = spelling.find_first_not_of("0123456789");
    if (point == 0 || point == spelling.npos) return spelling;
    auto const rest = spelling.substr(point);
    return rest == ".0" || rest == ".00" ? spelling.substr(0, point) : spelling;
}

// A digit that stands alone at the end may be a direct line ("030 1234-0") or no part of the number at all. So it never
// makes a number of another country's: that would be a stranger's.
std::optional<Reading> read_without_plus(Digits const& number, std::string const& region, Bare bare)
{
    auto const& digits = number.digits;
    auto regional = read(digits, region);
    if (number.lone) return regional;
    bool const sure = regional && (regional->valid || has_one_length(region));
    if (sure && bare == Bare::national) return regional;
    auto international = read_international(digits);
    bool const wanted = bare == Bare::international || (international && international->valid);
    return international && (wanted || !regional) ? international : regional;
}

constexpr unsigned digit(char c)
{
    return static_cast<unsigned char>(c) - unsigned{'0'};
}

}  // namespace

bool is_region(std::string_view code)
{
    return library().GetCountryCodeForRegion(std::string{code}) != 0;
}

bool is_canonical_phone(std::string_view number) noexcept
{
    if (number.size() < 5 || number.size() > 21 || number[0] != '+') return false;
    auto const digits = number.substr(1);
    for (char const c : digits) {
        if (digit(c) > 9) return false;
    }
    static CallingCodes const& codes = calling_codes();
    auto const& code = codes[digit(digits[0]) * 100 + digit(digits[1]) * 10 + digit(digits[2])];
    if (code.digits == 0) return false;

    auto const national = digits.substr(code.digits);
    if (national.empty() || ((code.lengths >> national.size()) & 1U) == 0) return false;
    return ((code.doubtful >> digit(national[0])) & 1U) == 0;
}

Result<Address> read_phone(std::string_view spelling, std::string_view default_region, Bare bare)
{
    auto const number = read_digits(without_fraction(spelling));
    if (!number) return number.error();
    bool const international = number->plus || number->digits.starts_with("00");
    auto reading = international ? read_international(number->digits) : std::nullopt;
    if (!reading && !number->plus) {
        reading = read_without_plus(*number, std::string{default_region}, bare);
    }
    if (!reading) return Problem{"not a possible phone number", {}};
    return Address::restored(std::move(reading->text));
}

}  // namespace address
