#include "store/address/calling_codes.hpp"

#include "store/address/ascii.hpp"

#include <phonenumbers/phonemetadata.pb.h>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace i18n::phonenumbers {
// Exported by libphonenumber.so.8; no installed header declares them.
int metadata_size();
void const* metadata_get();
}  // namespace i18n::phonenumbers

namespace address {
namespace {

using i18n::phonenumbers::PhoneMetadata;

constexpr std::uint16_t bit(char digit)
{
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(digit - '0'));
}

/// Where the group or class that starts at `open` ends, counted after its bracket; npos: not in
/// here.
std::size_t end_of_group(std::string_view pattern, std::size_t open)
{
    std::size_t depth = 0;
    for (std::size_t i = open; i < pattern.size(); ++i) {
        if (pattern[i] == '(' || pattern[i] == '[') ++depth;
        if ((pattern[i] == ')' || pattern[i] == ']') && --depth == 0) return i + 1;
    }
    return std::string_view::npos;
}

std::size_t end_of_alternative(std::string_view pattern)
{
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '|') return i;
        if (pattern[i] != '(' && pattern[i] != '[') continue;
        i = end_of_group(pattern, i);
        if (i-- == std::string_view::npos) break;
    }
    return pattern.size();
}

/// One alternative: a literal digit first, or a group around everything.
std::optional<std::uint16_t> first_digits_of_one(std::string_view alternative)
{
    if (alternative.empty()) return std::nullopt;
    if (alternative[0] == '(' && end_of_group(alternative, 0) == alternative.size()) {
        auto const inner = alternative.substr(1, alternative.size() - 2);
        return inner.starts_with("?:") ? first_digits(inner.substr(2)) : first_digits(inner);
    }
    bool const optional = alternative.size() > 1 &&
                          std::string_view{"?*{"}.find(alternative[1]) != std::string_view::npos;
    if (!is_digit(alternative[0]) || optional) return std::nullopt;
    return bit(alternative[0]);
}

std::optional<CallingCode> at_a_glance(PhoneMetadata const& region)
{
    if (!region.national_prefix_transform_rule().empty()) return std::nullopt;
    CallingCode code;
    code.digits = static_cast<std::uint8_t>(std::to_string(region.country_code()).size());
    code.doubtful = bit('0');  // a leading zero is part of some numbers and a prefix to others
    if (auto const& prefix = region.national_prefix_for_parsing(); !prefix.empty()) {
        auto const starts = first_digits(prefix);
        if (!starts) return std::nullopt;
        code.doubtful = static_cast<std::uint16_t>(code.doubtful | *starts);
    }
    for (int const length : region.general_desc().possible_length()) {
        if (length > 0 && length < 32) code.lengths |= 1U << static_cast<unsigned>(length);
    }
    return code;
}

CallingCodes read_metadata()
{
    using namespace i18n::phonenumbers;
    PhoneMetadataCollection collection;
    if (!collection.ParseFromArray(metadata_get(), metadata_size())) {
        throw std::runtime_error("libphonenumber's metadata can't be read");
    }
    CallingCodes codes{};
    std::array<int, 1000> regions{};
    for (auto const& region : collection.metadata())
        ++regions.at(static_cast<std::size_t>(region.country_code()));
    for (auto const& region : collection.metadata()) {
        auto const number = static_cast<std::size_t>(region.country_code());
        if (regions.at(number) > 1 && !region.main_country_for_code()) continue;
        auto const code = at_a_glance(region);
        if (!code) continue;
        std::size_t const span = code->digits == 1 ? 100 : code->digits == 2 ? 10 : 1;
        for (std::size_t i = 0; i < span; ++i)
            codes.at(number * span + i) = *code;
    }
    return codes;
}

}  // namespace

std::optional<std::uint16_t> first_digits(std::string_view pattern)
{
    std::uint16_t digits = 0;
    while (true) {
        auto const end = end_of_alternative(pattern);
        auto const one = first_digits_of_one(pattern.substr(0, end));
        if (!one) return std::nullopt;
        digits = static_cast<std::uint16_t>(digits | *one);
        if (end == pattern.size()) return digits;
        pattern.remove_prefix(end + 1);
    }
}

CallingCodes const& calling_codes()
{
    static CallingCodes const codes = read_metadata();
    return codes;
}

}  // namespace address
